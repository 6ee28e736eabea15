#!/usr/bin/env python3
"""Lists the layers that an engine's data root holds, as JSON Lines sorted by chain id: `list-layers.py DATA_ROOT`."""
import json
import os
import sys


def read(*path):
    with open(os.path.join(*path), encoding='utf-8') as file:
        return file.read().strip()


def main(data_root):
    layerdb = os.path.join(data_root, 'image', 'overlay2', 'layerdb', 'sha256')
    for name in sorted(os.listdir(layerdb)):
        layer = os.path.join(layerdb, name)
        row = {'chainId': 'sha256:' + name, 'diffId': read(layer, 'diff'), 'size': int(read(layer, 'size')),
               'cacheId': read(layer, 'cache-id')}
        if os.path.exists(os.path.join(layer, 'parent')):
            row['parent'] = read(layer, 'parent')
        print(json.dumps(row, sort_keys=True))


if __name__ == '__main__':
    main(sys.argv[1])
