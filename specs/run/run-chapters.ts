import { readdirSync, readFileSync } from 'node:fs';
import { type Chapter, parseChapter } from './chapter.ts';
import { modelConsole } from './model-console.ts';
import { type ChapterResult, type Console, runChapter } from './run-chapter.ts';

/** Beside the sources when they run from `specs/`, two up when they run compiled from `dist/specs/run/`. */
const folders = ['../chapters/', '../../../specs/chapters/'];

/** All chapters, in reading order. */
export const loadChapters = (): readonly Chapter[] => {
  for (const folder of folders) {
    const url = new URL(folder, import.meta.url);
    const files = markdownIn(url);
    if (files.length > 0)
      return files.map((file) => parseChapter(`specs/chapters/${file}`, readFileSync(new URL(file, url), 'utf8')));
  }
  return [];
};

const markdownIn = (url: URL): readonly string[] => {
  try {
    return readdirSync(url)
      .filter((file) => file.endsWith('.md'))
      .sort();
  } catch {
    return [];
  }
};

/** Runs the wanted chapters, each in a console of its own. */
export const runChapters = async (
  wanted: (name: string) => boolean,
  progress: (text: string) => void,
  open: (chapter: Chapter) => Console = (chapter) => modelConsole(chapter.file),
): Promise<readonly ChapterResult[]> => {
  const results: ChapterResult[] = [];
  for (const chapter of loadChapters()) {
    if (!wanted(chapter.file.replace(/^.*\//, '').replace(/\.md$/, ''))) continue;
    progress(`chapter ${chapter.title}`);
    results.push(await runChapter(chapter, open(chapter)));
  }
  return results;
};
