import { child, isDirectory, list, listVisible, type Node, rootOf, type Union } from './union.ts';

/** One name of the merged view. A ghost is listed but leads nowhere. */
export type Visible = { readonly path: string; readonly node: Node };
export type Listed = { readonly path: string; readonly node: Node | undefined };

/** Every path of the merged view below the root, in the order of `docker export`: a directory, then its children bytewise. */
export function* walkMerged(union: Union, dir: Node = rootOf(union), path = ''): Generator<Visible> {
  for (const name of listVisible(union, dir)) {
    const node = child(union, dir, name);
    if (!node) continue;
    yield { path: `${path}/${name}`, node };
    if (isDirectory(node)) yield* walkMerged(union, node, `${path}/${name}`);
  }
}

/** The same with the names that a directory of one layer lists for its whiteouts. */
export function* walkListed(union: Union, dir: Node = rootOf(union), path = ''): Generator<Listed> {
  for (const name of list(union, dir)) {
    const node = child(union, dir, name);
    yield { path: `${path}/${name}`, node };
    if (node && isDirectory(node)) yield* walkListed(union, node, `${path}/${name}`);
  }
}
