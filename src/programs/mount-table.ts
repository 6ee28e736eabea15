import type { Container } from '../core/streams/container/container.ts';
import type { World } from '../core/world.ts';
import { lowerLinks } from '../views/mounts.ts';

export type Mount = {
  readonly device: string;
  readonly target: string;
  readonly type: string;
  readonly options: string;
};

const kernel = 'nosuid,nodev,noexec,relatime';
const root = '/var/lib/docker/overlay2';

/** What a container's processes see mounted, in the order in which the runtime mounts it (measured, docs/facts.md). */
export const mountTable = (world: World, container: Container): readonly Mount[] => [
  { device: 'overlay', target: '/', type: 'overlay', options: overlayOptions(world, container) },
  { device: 'proc', target: '/proc', type: 'proc', options: `rw,${kernel}` },
  { device: 'tmpfs', target: '/dev', type: 'tmpfs', options: 'rw,nosuid,size=65536k,mode=755' },
  {
    device: 'devpts',
    target: '/dev/pts',
    type: 'devpts',
    options: 'rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666',
  },
  { device: 'sysfs', target: '/sys', type: 'sysfs', options: `ro,${kernel}` },
  { device: 'mqueue', target: '/dev/mqueue', type: 'mqueue', options: `rw,${kernel}` },
  { device: 'shm', target: '/dev/shm', type: 'tmpfs', options: `rw,${kernel},size=65536k` },
  ...container.mounts.map(
    ({ destination, type, rw }): Mount =>
      type === 'tmpfs'
        ? { device: 'tmpfs', target: destination, type: 'tmpfs', options: `${rw ? 'rw' : 'ro'},${kernel}` }
        : { device: backing, target: destination, type: 'ext4', options: `${rw ? 'rw' : 'ro'},relatime` },
  ),
  ...['/etc/resolv.conf', '/etc/hostname', '/etc/hosts'].map(
    (target): Mount => ({ device: backing, target, type: 'ext4', options: 'rw,relatime' }),
  ),
];

/** The disk under the data root; its name is the host's own business. */
const backing = '/dev/vda';

/** The kernel shows the options in an order of its own, and leaves out `index=off`, its default. */
const overlayOptions = (world: World, { id, hostConfig }: Container): string => {
  const layer = world.writeLayers.get(id);
  const lower = lowerLinks(world, id).map((link) => `${root}/l/${link}`);
  const own = `${root}/${layer?.mountId ?? ''}`;
  const access = hostConfig.ReadonlyRootfs === true ? 'ro' : 'rw';
  return `${access},relatime,lowerdir=${lower.join(':')},upperdir=${own}/diff,workdir=${own}/work`;
};
