import type { ArchiveCommand } from '../../core/commands/client/archive/index.ts';
import type { BeginStage, BuildStep, CommitBuildStep } from '../../core/commands/client/build/build-step.ts';
import type { ImportImage } from '../../core/commands/client/import-image.ts';
import type { LoadImage } from '../../core/commands/client/load-image.ts';
import type { LayerEntry } from '../../core/layers/entry.ts';
import { docker, option, options, pasted, request } from './words.ts';

/** `docker cp` with a tar on standard input or output: what is in it stands behind the line. */
export const archiveLine = (command: ArchiveCommand): string => {
  const place = pasted(`${command.container}:${command.path}`);
  switch (command.type) {
    case 'PutArchive':
      return `${docker('cp -', place)}  # a tar of ${listOf(command.entries)}`;
    case 'GetArchive':
      return docker('cp', place, '- > /dev/null');
    case 'StatArchive':
      return request(
        'HEAD',
        `/containers/${command.container}/archive?path=${encodeURIComponent(wellFormed(command.path))}`,
      );
  }
};

export const loadLine = ({ images }: LoadImage): string => {
  const names = images.flatMap(({ repoTags }) => repoTags);
  return `${docker('load')}  # an archive of ${names.length > 0 ? names.map(pasted).join(', ') : `${images.length} images`}`;
};

export const importLine = ({ layer, source = '-', message, changes, repo, tag }: ImportImage): string =>
  `${docker('import', options('-c', changes), option('-m', message), pasted(source), repo && pasted(tag ? `${repo}:${tag}` : repo))}  # a tar of ${listOf(layer.entries)}`;

/** The first few objects of an archive. */
const listOf = (entries: readonly LayerEntry[]): string => {
  const names = entries
    .slice(0, 8)
    .map(({ path, node }) => pasted(`${path || '.'}${node.kind === 'directory' ? '/' : ''}`));
  const more = entries.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ') || 'nothing';
};

/** URLs have no half characters. */
const wellFormed = (text: string): string => text.replace(/[\ud800-\udfff]/gu, '\ufffd');

/** The Dockerfile's line that a builder's request carries out. */
export const buildLine = (command: BeginStage | BuildStep | CommitBuildStep): string => {
  switch (command.type) {
    case 'BeginStage':
      return `FROM ${command.from}`;
    case 'BuildStep':
      return instructionText(command.instruction);
    case 'CommitBuildStep':
      return `the container ${command.container.slice(0, 12)} of a step becomes its image`;
  }
};

const instructionText = (instruction: BuildStep['instruction']): string => {
  const { word } = instruction;
  switch (word) {
    case 'ENV':
    case 'LABEL':
      return `${word} ${instruction.pairs.map((pair) => Object.values(pair).join('=')).join(' ')}`;
    case 'CMD':
    case 'ENTRYPOINT':
    case 'RUN':
      return `${word} ${instruction.shell ? instruction.args.join(' ') : JSON.stringify(instruction.args)}`;
    case 'EXPOSE':
    case 'VOLUME':
    case 'SHELL':
      return `${word} ${instruction.args.join(' ')}`;
    case 'USER':
    case 'WORKDIR':
    case 'STOPSIGNAL':
    case 'MAINTAINER':
    case 'ONBUILD':
      return `${word} ${instruction.text}`;
    case 'HEALTHCHECK':
      return `${word} ${(instruction.health.Test ?? []).join(' ')}`;
    case 'ARG':
      return `${word} ${instruction.name}${instruction.value === undefined ? '' : `=${instruction.value}`}`;
    case 'COPY':
    case 'ADD':
      return `${word} ${[...instruction.sources, instruction.dest].join(' ')}`;
  }
};
