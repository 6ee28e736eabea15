/** The first half of the story: run, write, restart, stop, commit. Both engines go through it line by line. */
export const untilCommit = `
docker run --detach --name cache --network none redis:latest
docker ps --filter name=cache --format '{{.Names}} {{.Image}} {{.State}}'
docker exec cache sh -c 'echo written > /data/note; mkdir /opt/made; echo "# more" >> /usr/local/etc/redis/redis.conf'
docker exec cache sh -c 'rm /etc/debian_version; mv /etc/issue /etc/issue.old; ln -s note /data/link; chmod 600 /etc/passwd'
docker exec cache sh -c 'rm -r /usr/share/doc/dash; mkdir /usr/share/doc/dash; echo new > /usr/share/doc/dash/note'
docker diff cache
docker restart cache
docker exec cache cat /data/note
docker stop cache
docker inspect --format '{{.State.Status}} {{.State.ExitCode}} {{.Config.Cmd}}' cache
docker start cache
docker exec cache tail -n 1 /usr/local/etc/redis/redis.conf
docker kill cache
docker ps --all --filter name=cache --format '{{.Names}} {{.State}}'
docker commit --message 'with a note' cache mine:1
docker history --format '{{.CreatedBy}} {{.Comment}} {{.Size}}' mine:1
`;

/** The second half: what was committed comes back, what was not is lost. */
export const untilRemoval = `
docker run --rm --network none mine:1 sh -c 'cat /data/note; tail -n 1 /usr/local/etc/redis/redis.conf; ls /usr/share/doc/dash'
docker run --rm --network none mine:1 sh -c 'test -e /etc/debian_version || echo no debian_version'
docker rm cache
docker run --rm --network none redis:latest sh -c 'test -e /data/note || echo no note; cat /etc/debian_version'
docker images --format '{{.Repository}}:{{.Tag}} {{.Size}}' mine
docker rmi mine:1
docker ps --all --filter name=cache --format '{{.Names}}'
docker images --format '{{.Repository}}:{{.Tag}} {{.Size}}' redis
`;

const hexadecimal = /[0-9a-f]{64}/g;
const diffLines = /(?:^[ACD] \/.*\n)+/gm;

/**
 * What was printed, up to what may differ: every id is renamed to the order in which it came first, so that the same name
 * stands for the same id all through; lines of `docker diff`, which come in the order of a Go map, are sorted.
 */
export const comparable = (printed: string): readonly string[] => {
  const names = new Map<string, string>();
  const rename = (id: string): string => {
    const name = names.get(id) ?? `<id ${names.size + 1}>`;
    names.set(id, name);
    return name;
  };
  const lines = printed.replaceAll(hexadecimal, rename).trimEnd();
  return lines.replaceAll(diffLines, (rows) => rows.trimEnd().split('\n').sort().join('\n').concat('\n')).split('\n');
};
