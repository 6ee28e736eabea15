#!/usr/bin/env python3
"""Runs Plimsoll's vectors against an engine: run.py VECTORS.JSON SOCKET [PART-OF-NAME]. Removes what begins with their prefix."""
import json, os, re, sys, time
sys.dont_write_bytecode = True
import engine_api
from engine_api import ask, clean, message, ours, perform, streams, value

def seen(prefix, state):
    containers, volumes, tags = ours(prefix)
    found = {"containers": {}, "images": {}, "volumes": sorted(volumes), **{part: dict(state[part]) for part in ("diff", "logs") if part in state}}
    for c in filter(None, (value("/containers/%s/json" % c) for c in containers)):
        mounts = [" ".join([m["Type"], m.get("Name", ""), m["Destination"], "rw" if m["RW"] else "ro"]) for m in c["Mounts"]]
        found["containers"][c["Name"][1:]] = {"status": c["State"]["Status"], "exitCode": c["State"]["ExitCode"], "image": c["Config"]["Image"], "command": [c["Path"], *c["Args"]],
            "restartCount": c["RestartCount"], "hasPid": c["State"]["Pid"] > 0, "mounts": sorted(re.sub(r"\b[0-9a-f]{64}\b", "<hex>", m) for m in mounts)}
    for tag, i in ((tag, value("/images/%s/json" % tag)) for tag in tags):
        found["images"][tag] = {"layers": i["RootFS"].get("Layers", []), "cmd": i["Config"]["Cmd"] or [], "historyRows": len(value("/images/%s/history" % tag))}
    if "diff" in found: found["diff"]["changes"] = sorted("CAD"[d["Kind"]] + " " + d["Path"] for d in value("/containers/%s/changes" % found["diff"]["container"]) or [])
    if "logs" in found: found["logs"].update(streams(ask("GET", "/containers/%s/logs" % found["logs"]["container"], {"stdout": 1, "stderr": 1})[1]))
    return found

def differs(want, have, layers, key=""):  # the first difference; a list of status or exitCode is a set, layers stand for each other
    if isinstance(want, dict) and isinstance(have, dict):
        return next(filter(None, (differs(want.get(k), have.get(k), layers, k) for k in sorted({*want, *have}))), None)
    if key in ("status", "exitCode"): same = have in want
    elif key == "layers": same = len(want) == len(have) and all(layers.setdefault(a, b) == b and layers.setdefault(b, a) == a for a, b in zip(want, have))
    else: same = sorted(want or []) == sorted(have or []) if key == "mounts" else want == have
    return None if same else "%s: must be %s, is %s" % (key, json.dumps(want), json.dumps(have))

def answered(want, status, body):
    have = {"status": status, **(body if isinstance(body, dict) else {"message": message(body)} if status >= 400 else {})}
    if "message" in want and "message" in have:
        pattern = re.sub("<(id|short|hex)[^>]*>", "(sha256:)?[0-9a-f]{12,64}", re.escape(want["message"]).replace(re.escape("…"), ".*"))
        if re.fullmatch(pattern, have["message"], re.S): have["message"] = want["message"]
    return differs(want, {k: have.get(k) for k in want}, {})

engine_api.socket_path = sys.argv[2]
told = json.load(open(sys.argv[1]))
prefix, agreed, steps = told["prefix"], 0, 0
status, body = ask("POST", "/images/load", {"quiet": 1}, open(os.path.join(os.path.dirname(sys.argv[1]), told["images"]), "rb").read())
vectors = [vector for vector in told["vectors"] if sys.argv[3:] == [] or sys.argv[3] in vector["name"]]
for vector in vectors:
    clean(prefix, prefix + "base-")
    layers = {}
    for step in vector["steps"]:
        wrong = answered(step["answer"], *perform(step))
        late = time.time() + 5
        while not wrong and (wrong := differs(step["state"], seen(prefix, step["state"]), trial := dict(layers))) and time.time() < late:
            wrong = time.sleep(0.05)
        if wrong:
            print("differs: %s\n  %s\n  %s" % (vector["name"], step["line"], wrong[:600]))
            break
        layers, steps = trial, steps + 1
    agreed += not wrong
clean(prefix, None)
print("%d of %d vectors agree, %d steps" % (agreed, len(vectors), steps))
sys.exit(agreed != len(vectors))
