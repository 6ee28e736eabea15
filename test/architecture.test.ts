import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/**
 * Imports point one way: whoever stands further up may use what stands below it, never the other way round. A folder or
 * file belongs to the longest entry that it begins with.
 */
const storeys: readonly (readonly string[])[] = [
  ['src/core/kernel', 'src/core/commands/context.ts'],
  ['src/core/overlay', 'src/core/layers'],
  ['src/core/streams'],
  ['src/core/event.ts', 'src/core/indexes.ts', 'src/core/upcast'],
  ['src/core/world.ts', 'src/core/recompute-indexes.ts'],
  ['src/core/replay.ts', 'src/core/snapshot.ts', 'src/core/same-world.ts'],
  ['src/core/processes', 'src/core/images', 'src/core/mounts', 'src/core/lifecycle'],
  ['src/core/commands'],
  ['src/core/decide.ts'],
  ['src/views'],
  ['src/registry', 'src/docker'],
  ['src/programs'],
  ['src/index.ts'],
  ['src/oracle'],
  ['src/shell'],
  ['src/vitest.ts'],
];

const files = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(directory, name))
    .sort();

const sources = new Map(
  [...files('src'), ...files('specs')].map((path) => [
    path,
    ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023, true),
  ]),
);

const storeyOf = (path: string): number => {
  const owners = storeys.flatMap((names, storey) =>
    names.filter((name) => path === name || path.startsWith(`${name}/`)).map((name) => ({ name, storey })),
  );
  return owners.sort((a, b) => b.name.length - a.name.length)[0]?.storey ?? -1;
};

/** What a file imports at once, types included; an `import()` at run time is not among them. */
const importsOf = (path: string): readonly string[] =>
  (sources.get(path)?.statements ?? []).flatMap((statement) =>
    (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) &&
    statement.moduleSpecifier &&
    ts.isStringLiteral(statement.moduleSpecifier)
      ? [statement.moduleSpecifier.text]
      : [],
  );

const target = (from: string, specifier: string): string => normalize(join(dirname(from), specifier));

const own = [...sources.keys()].filter((path) => path.startsWith('src/'));
const pure = own.filter((path) => path.startsWith('src/core/') || path.startsWith('src/views/'));
const known = [...sources.keys()];

test('every source file has its place', () => {
  expect(own.filter((path) => storeyOf(path) < 0)).toEqual([]);
});

test('imports point one way', () => {
  const wrong = own.flatMap((path) =>
    importsOf(path)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => target(path, specifier))
      .filter((to) => storeyOf(to) > storeyOf(path))
      .map((to) => `${path} imports ${to}`),
  );
  expect(wrong).toEqual([]);
});

test('nothing depends on tests or the bench, and only the shell, which runs them, on the specs', () => {
  const wrong = own.flatMap((path) =>
    importsOf(path)
      .filter((specifier) => /^\.\.?\/.*\b(specs|test|bench)\//.test(specifier))
      .filter((specifier) => !(path.startsWith('src/shell/') && specifier.includes('/specs/')))
      .map((specifier) => `${path} imports ${specifier}`),
  );
  expect(wrong).toEqual([]);
});

test('the laws import public entry points only, so that they can be aimed at another engine', () => {
  const wrong = known
    .filter((path) => /^specs\/(invariants|properties|mutants)\//.test(path))
    .flatMap((path) =>
      importsOf(path)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => target(path, specifier))
        .filter((to) => to.startsWith('src/') && to !== 'src/index.ts')
        .map((to) => `${path} imports ${to}`),
    );
  expect(wrong).toEqual([]);
});

describe('the core and the views run anywhere and know nothing but what they are given', () => {
  const libraries = new Set(['@noble/hashes/sha2.js', '@noble/hashes/utils.js', 'immer', 'immutable', 'ts-pattern']);

  test('they import each other and a few pure libraries', () => {
    const wrong = pure.flatMap((path) =>
      importsOf(path)
        .filter((specifier) => !specifier.startsWith('.') && !libraries.has(specifier))
        .map((specifier) => `${path} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  test('they use no clock, no chance, no input or output, and no promise', () => {
    expect(pure.flatMap((path) => impurities(path))).toEqual([]);
  });
});

const forbidden = new Set([
  'Promise',
  'process',
  'console',
  'globalThis',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  'crypto',
  'Buffer',
  'require',
]);

/** Places in a file where the world outside gets in. */
const impurities = (path: string): readonly string[] => {
  const source = sources.get(path);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const what = impurityOf(node);
    if (source && what !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push(`${path}:${line + 1} ${what}`);
    }
    ts.forEachChild(node, visit);
  };
  if (source) visit(source);
  return found;
};

const impurityOf = (node: ts.Node): string | undefined => {
  if (ts.isAwaitExpression(node)) return 'await';
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) return 'new Date()';
  if (ts.isPropertyAccessExpression(node) && ['Date.now', 'Math.random'].includes(node.getText()))
    return node.getText();
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return 'import()';
  return ts.isIdentifier(node) && forbidden.has(node.text) && isUse(node) ? node.text : undefined;
};

/** A global itself: not a property, a field, or a name that the file declares (a `process` of the model). */
const isUse = (node: ts.Identifier): boolean => {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node && !isDeclared(node);
  if (ts.isPropertyAssignment(parent) && parent.name === node) return false;
  if (ts.isPropertySignature(parent) || ts.isMethodDeclaration(parent) || ts.isBindingElement(parent)) return false;
  if ((ts.isParameter(parent) || ts.isVariableDeclaration(parent)) && parent.name === node) return false;
  return !isDeclared(node);
};

const isDeclared = (node: ts.Identifier): boolean => {
  for (let scope: ts.Node = node; scope; scope = scope.parent) {
    let declared = false;
    const look = (inner: ts.Node): void => {
      if (
        (ts.isParameter(inner) || ts.isVariableDeclaration(inner) || ts.isBindingElement(inner)) &&
        inner.name.getText() === node.text
      )
        declared = true;
      if (!declared) ts.forEachChild(inner, look);
    };
    if (ts.isFunctionLike(scope) || ts.isBlock(scope) || ts.isSourceFile(scope)) look(scope);
    if (declared) return true;
  }
  return false;
};
