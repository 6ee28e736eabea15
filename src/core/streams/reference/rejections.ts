import type { Rejection } from '../../kernel/decision.ts';

/** Bad syntax is 400 where an image is looked up and 500 where a name is given (measured, docs/facts.md). */
export const invalidReference = (message: string, status: 400 | 500): Rejection => ({
  code: 'InvalidReference',
  status,
  message,
});

export const tagWithDigest = (): Rejection => ({
  code: 'TagWithDigest',
  status: 400,
  message: 'refusing to create a tag with a digest reference',
});

export const ambiguousTag = (): Rejection => ({
  code: 'AmbiguousTag',
  status: 400,
  message: 'refusing to create an ambiguous tag using digest algorithm as name',
});

export const importWithDigest = (): Rejection => ({
  code: 'ImportWithDigest',
  status: 400,
  message: 'cannot import digest reference',
});

export const referenceNotFound = (): Rejection => ({
  code: 'ReferenceNotFound',
  status: 404,
  message: 'reference does not exist',
});
