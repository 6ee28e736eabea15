import { clientVerbs } from '../../core/commands/client/index.ts';

const othersToo = 'it would take what is not the consumer’s own from the engine';
const archives = 'it moves archives, which are no JSON; test/engine holds it against the engine';

/** Why a command is in no vector. */
const reasons: Readonly<Record<string, string>> = {
  PruneContainers: othersToo,
  PruneImages: othersToo,
  PruneVolumes: othersToo,
  PullImage: 'it needs a registry',
  LoadImage: `${archives}; every vector begins with one`,
  SaveImages: archives,
  ImportImage: archives,
  GetArchive: archives,
  PutArchive: archives,
  StatArchive: archives,
  AttachContainer: 'its answer is a stream of its own protocol',
  ...Object.fromEntries(
    ['BeginStage', 'BuildStep', 'CommitBuildStep'].map((step) => [
      step,
      'a step inside of a build; the API has no request for it',
    ]),
  ),
};

/** Commands that no vector asks for. */
export const notReached = ({ commands }: { readonly commands: readonly string[] }): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(clientVerbs)
      .filter((command) => !commands.includes(command))
      .map((command) => [command, reasons[command] ?? 'its answers are told by docs/facts only']),
  );
