import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Chapter, parseChapter } from './chapter.ts';
import { modelConsole } from './model-console.ts';
import { type ChapterResult, type Console, runChapter } from './run-chapter.ts';

/** From the sources and from dist/ alike: the Markdown stays where it was written. */
const here = import.meta.url;
const folder = fileURLToPath(new URL(here.includes('/dist/specs/') ? '../../../specs/chapters' : '../chapters', here));

/** Every chapter, in reading order. */
export const loadChapters = (): readonly Chapter[] =>
  readdirSync(folder)
    .filter((file) => /^\d\d-.*\.md$/.test(file))
    .sort()
    .map((file) => parseChapter(file, readFileSync(`${folder}/${file}`, 'utf8')));

/** `05-image-metadata.md` → `05-image-metadata` */
export const nameOfChapter = ({ file }: Chapter): string => file.replace(/\.md$/, '');

/** Runs chapters, each on a host of its own: none depends on what an earlier one left behind. */
export const runChapters = async (
  isMeant: (name: string) => boolean = () => true,
  progress: (text: string) => void = () => {},
  open: () => Console = modelConsole,
): Promise<readonly ChapterResult[]> => {
  const results: ChapterResult[] = [];
  for (const chapter of loadChapters()) {
    const name = nameOfChapter(chapter);
    if (!isMeant(name)) continue;
    progress(`chapter ${name}`);
    results.push(await runChapter(chapter, open()));
  }
  return results;
};
