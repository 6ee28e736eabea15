#!/usr/bin/env python3
"""Runs Plimsoll's vectors against an engine: run.py VECTORS.JSON SOCKET [PART-OF-NAME]. Removes what begins with their prefix."""
import http.client, json, os, re, socket, sys, time, urllib.parse

class Engine(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(sys.argv[2])

def ask(method, path, query={}, body=None):
    engine, raw = Engine("engine", timeout=60), isinstance(body, bytes)
    data, kind = (body, "x-tar") if raw else (None if body is None else json.dumps(body), "json")
    engine.request(method, "/v1.41%s?%s" % (path, urllib.parse.urlencode(query)), data, {"Content-Type": "application/" + kind} if data else {})
    answer = engine.getresponse()
    return answer.status, answer.read()

def value(path, **query):
    status, body = ask("GET", path, query)
    return json.loads(body) if status == 200 else None

def message(body):
    return json.loads(body).get("message", "") if body[:1] == b"{" else body.decode(errors="replace").strip()

def streams(body):  # frames of [stream, 0, 0, 0, length] and data
    parts = {1: b"", 2: b""}
    while len(body) >= 8:
        end = 8 + int.from_bytes(body[4:8], "big")
        parts[body[0]], body = parts[body[0]] + body[8:end], body[end:]
    return {"stdout": parts[1].decode(), "stderr": parts[2].decode()}

def ours(prefix):  # ids of containers, names of volumes, tags of images
    return ([c["Id"] for c in value("/containers/json", all=1) if c["Names"][0][1:].startswith(prefix)],
            [v["Name"] for v in value("/volumes")["Volumes"] or [] if v["Name"].startswith(prefix)],
            [t for i in value("/images/json") for t in i["RepoTags"] or [] if t.startswith(prefix)])

def clean(prefix, kept):
    containers, volumes, tags = ours(prefix)
    for path in ["/containers/" + c for c in containers] + ["/volumes/" + v for v in volumes] + ["/images/" + t for t in tags if not (kept and t.startswith(kept))]:
        ask("DELETE", path, {"force": 1, **({"v": 1} if path.startswith("/c") else {})})

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

def perform(step):
    if "request" in step:
        return ask(**{"query": {}, **step["request"]})
    call = step["exec"]
    made, body = ask("POST", "/containers/%s/exec" % call["container"], {}, {"Cmd": call["argv"], "User": call.get("user", ""), "AttachStdout": True, "AttachStderr": True})
    if made >= 300: return made, body
    path = "/exec/" + json.loads(body)["Id"]
    status, body = ask("POST", path + "/start", {}, {"Detach": False})
    now = value(path + "/json")
    while now and now["Running"]: now = value(path + "/json")
    return (status, body) if status >= 300 else (status, {"exitCode": now["ExitCode"] if now else 137, "stdout": streams(body)["stdout"]})

def answered(want, status, body):
    have = {"status": status, **(body if isinstance(body, dict) else {"message": message(body)} if status >= 400 else {})}
    if "message" in want and "message" in have:
        pattern = re.sub("<(id|short|hex)[^>]*>", "(sha256:)?[0-9a-f]{12,64}", re.escape(want["message"]).replace(re.escape("…"), ".*"))
        if re.fullmatch(pattern, have["message"], re.S): have["message"] = want["message"]
    return differs(want, {k: have.get(k) for k in want}, {})

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
