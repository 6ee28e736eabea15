/** What is compared of a file: everything but its times. */
export type FileSeen = {
  readonly type: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size?: number;
  readonly digest?: string;
  readonly target?: string;
  readonly device?: readonly [major: number, minor: number];
};

export const fileText = ({ type, mode, uid, gid, size, digest, target, device }: FileSeen): string =>
  [
    type,
    type === 'symlink' ? '' : (mode & 0o7777).toString(8),
    `${uid}:${gid}`,
    ...(size === undefined ? [] : [`${size} bytes`]),
    // A digest, but no id: it must be the same on both sides.
    ...(digest === undefined ? [] : [digest.replace('sha256:', '').slice(0, 16)]),
    ...(target === undefined ? [] : [`-> ${target}`]),
    ...(device === undefined ? [] : [device.join(',')]),
  ].join(' ');
