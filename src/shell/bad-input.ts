/** What was given can not be used: a log, an archive, a name. The message is one line for the user; exit code 2. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}

/** Something that this machine lacks, said in one line; exit code 3. */
export class NotHere extends Error {
  override readonly name = 'NotHere';
}
