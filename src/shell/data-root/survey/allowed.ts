import { NotHere } from '../../bad-input.ts';

/** A data root belongs to root: whoever may not read it is told so, and gets no stack trace. */
export const allowed = <T>(dir: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') throw new NotHere(`reading ${dir} needs root`);
    throw error;
  }
};
