#!/usr/bin/env python3
"""Runs Plimsoll's vectors against an engine: run.py VECTORS.JSON SOCKET [PART-OF-NAME]. Removes what begins with their prefix.
PLIMSOLL_HOST names a program for acts of the host's root (host.sh); vectors that need one are else told as not run."""
import json, os, re, sys, time
sys.dont_write_bytecode = True
import engine_api
from engine_api import ask, clean, error, message, named, perform, seen, serve, take

def differs(want, have, layers, key=""):  # the first difference; a list of status or exitCode is a set, layers stand for each other
    if isinstance(want, dict) and isinstance(have, dict):
        return next(filter(None, (differs(want.get(k), have.get(k), layers, k) for k in sorted({*want, *have}))), None)
    if key in ("status", "exitCode"): same = have in want
    elif key == "layers": same = len(want) == len(have) and all(layers.setdefault(a, b) == b and layers.setdefault(b, a) == a for a, b in zip(want, have))
    else: same = sorted(want or []) == sorted(have or []) if key == "mounts" else want == have or (key == "restartCount" and want is None)
    return None if same else "%s: must be %s, is %s" % (key, json.dumps(want), json.dumps(have))

def answered(want, status, body):
    have = {"status": status, **(body if isinstance(body, dict) else {"message": message(body)} if status >= 400 else {"error": error(body)})}
    for key in {"message", "error"} & {k for k in want if have.get(k)}:
        pattern = re.sub("<(id|short|hex)[^>]*>", "(sha256:)?[0-9a-f]{12,64}", re.escape(named(want[key])).replace(re.escape("…"), ".*"))
        if re.fullmatch(pattern.replace("/var/lib/docker", ".*"), have[key], re.S): have[key] = want[key]
    wrong = differs(want, {k: have.get(k) for k in {*want, *({"error"} & set(have))}}, {})
    return wrong and "%s (%s)" % (wrong, have.get("message") or have.get("error") or "") if status != 304 else wrong

def holds(step, prefix, layers):  # nothing when it does; layers learn what stands for what
    try: status, body = perform(step)
    except OSError: status, body = 0, b""
    wrong, late = answered(step["answer"], status, body) if "answer" in step else None, time.time() + 5
    while not wrong and "state" in step and (wrong := differs(step["state"], seen(prefix, step["state"]), trial := dict(layers))) and time.time() < late:
        wrong = time.sleep(0.05)
    if not wrong and "state" in step: layers.update(trial)
    return wrong

try:
    told, engine_api.socket_path, part = json.load(open(sys.argv[1])), sys.argv[2], (sys.argv + [""])[3]
    if told["format"] != "plimsoll-vectors" or told["version"] != 3: raise ValueError("%s of version %s; this reads plimsoll-vectors of version 3" % (told["format"], told["version"]))
    take(told, os.path.dirname(sys.argv[1]))
    if (answer := ask("POST", "/images/load", {"quiet": 1}, file="images"))[0] != 200: raise ValueError(message(answer[1]))
except IndexError: sys.exit(print(__doc__, file=sys.stderr) or 2)
except Exception as why: sys.exit(print("run.py: %s: %s" % (" ".join(sys.argv[1:3]), str(why) if str(why)[:1] != "'" else "no %s in it" % why), file=sys.stderr) or 2)
prefix, registry, agreed, steps, ran = told["prefix"], told["registry"]["address"], 0, 0, 0
able = {"host": "PLIMSOLL_HOST" in os.environ, "registry": serve(told["registry"])}
for vector in (vector for vector in told["vectors"] if part in vector["name"]):
    if lacks := [need for need in vector.get("needs", []) if not able[need]]:
        print("not run: %s (needs %s)" % (vector["name"], ", ".join(lacks)))
        continue
    clean(prefix, registry, prefix + "base-")
    layers, ran, wrong = {}, ran + 1, None
    for step in vector["steps"]:
        if wrong := holds(step, prefix, layers):
            print("differs: %s\n  %s\n  %s" % (vector["name"], step["line"], wrong[:600]))
            break
        steps += 1
    agreed += not wrong
clean(prefix, registry, None)
print("%d of %d vectors agree, %d steps" % (agreed, ran, steps))
sys.exit(agreed != ran)
