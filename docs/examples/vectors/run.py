#!/usr/bin/env python3
"""Runs Plimsoll's vectors against an engine: run.py VECTORS.JSON SOCKET [NAME-PART]. It removes what begins with the prefix."""
import http.client, json, os, re, socket, sys, time, urllib.parse

class Engine(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(sys.argv[2])

def ask(method, path, query=None, body=None, raw=None):
    engine = Engine("engine")
    data = raw if raw is not None else None if body is None else json.dumps(body).encode()
    kind = {"Content-Type": "application/x-tar" if raw is not None else "application/json"} if data is not None else {}
    engine.request(method, "/v1.41" + path + ("?" + urllib.parse.urlencode(query) if query else ""), data, kind)
    answer = engine.getresponse()
    return answer.status, answer.read()

def value(path, **query):
    status, body = ask("GET", path, query)
    return json.loads(body) if status == 200 and body else None

def message(body):
    try: return json.loads(body)["message"]
    except Exception: return body.decode(errors="replace").strip()

def streams(body):  # frames of [stream, 0, 0, 0, length] and data
    parts = {1: b"", 2: b""}
    while len(body) >= 8:
        size = int.from_bytes(body[4:8], "big")
        parts[body[0]], body = parts[body[0]] + body[8:8 + size], body[8 + size:]
    return parts[1].decode(), parts[2].decode()

def clean(prefix):
    for it in value("/containers/json", all=1):
        if it["Names"][0][1:].startswith(prefix): ask("DELETE", "/containers/" + it["Id"], {"force": 1, "v": 1})
    for it in value("/volumes")["Volumes"] or []:
        if it["Name"].startswith(prefix): ask("DELETE", "/volumes/" + it["Name"])
    for tag in [tag for it in value("/images/json") for tag in it["RepoTags"] or []]:
        if tag.startswith(prefix) and not tag.startswith(prefix + "base-"): ask("DELETE", "/images/" + tag, {"force": 1})

def seen(prefix, state):  # what the vector's state speaks of, as the engine shows it
    found = {"containers": {}, "images": {}, "volumes": sorted(it["Name"] for it in value("/volumes")["Volumes"] or [] if it["Name"].startswith(prefix))}
    for it in value("/containers/json", all=1):
        c = value("/containers/%s/json" % it["Id"]) if it["Names"][0][1:].startswith(prefix) else None
        if c: found["containers"][c["Name"][1:]] = {"status": c["State"]["Status"], "exitCode": c["State"]["ExitCode"], "image": c["Config"]["Image"], "command": [c["Path"], *c["Args"]],
            "restartCount": c["RestartCount"], "hasPid": c["State"]["Pid"] > 0, "mounts": sorted(re.sub(r"\b[0-9a-f]{64}\b", "<hex>", " ".join([m["Type"], m.get("Name", ""), m["Destination"], "rw" if m["RW"] else "ro"])) for m in c["Mounts"])}
    for tag in [tag for it in value("/images/json") for tag in it["RepoTags"] or [] if tag.startswith(prefix)]:
        i = value("/images/%s/json" % tag)
        if i: found["images"][tag] = {"layers": i["RootFS"].get("Layers", []), "cmd": i["Config"]["Cmd"] or [], "historyRows": len(value("/images/%s/history" % tag) or [])}
    if "diff" in state: found["diff"] = {**state["diff"], "changes": sorted("CAD"[d["Kind"]] + " " + d["Path"] for d in value("/containers/%s/changes" % state["diff"]["container"]) or [])}
    if "logs" in state: found["logs"] = dict(zip(("stdout", "stderr"), streams(ask("GET", "/containers/%s/logs" % state["logs"]["container"], {"stdout": 1, "stderr": 1})[1])), container=state["logs"]["container"])
    return found

def differs(want, have, layers):  # a list under status or exitCode is a set of which one must be
    if isinstance(want, dict) and isinstance(have, dict):
        for key in sorted({*want, *have}):
            w, h = want.get(key), have.get(key)
            if key in ("status", "exitCode") and isinstance(w, list): bad = None if h in w else (w, h)
            elif key == "layers": bad = None if len(w) == len(h) and all(layers.setdefault(a, b) == b and layers.setdefault(b, a) == a for a, b in zip(w, h)) else (w, h)
            elif key == "mounts" and w is not None and h is not None: bad = None if sorted(w) == sorted(h) else (w, h)
            else: bad = differs(w, h, layers)
            if bad: return key, bad
        return None
    return None if want == have else (want, have)

def perform(step):
    if "request" in step:
        status, body = ask(step["request"]["method"], step["request"]["path"], step["request"].get("query"), step["request"].get("body"))
        return {"status": status, "message": message(body)}
    call = step["exec"]
    status, body = ask("POST", "/containers/%s/exec" % call["container"], None, {"Cmd": call["argv"], "User": call.get("user", ""), "AttachStdout": True, "AttachStderr": True})
    if status >= 300: return {"status": status, "message": message(body)}
    path = "/exec/" + json.loads(body)["Id"]
    status, body = ask("POST", path + "/start", None, {"Detach": False})
    if status >= 300: return {"status": status, "message": message(body)}
    for _ in range(200):
        now = value(path + "/json")
        if now is None or (not now["Running"] and now["ExitCode"] is not None): break
        time.sleep(0.02)
    return {"status": status, "exitCode": now["ExitCode"] if now else 137, "stdout": streams(body)[0]}

def answered(want, have):
    if have["status"] not in want["status"]: return want["status"], have
    if "exitCode" in want and have.get("exitCode") not in want["exitCode"]: return want["exitCode"], have
    if "stdout" in want and want["stdout"] != have.get("stdout"): return want["stdout"], have
    if "message" in want and have["status"] >= 400:
        pattern = re.escape(want["message"]).replace(re.escape("…"), ".*").replace("<hex>", "(sha256:)?[0-9a-f]{12,64}")
        pattern = re.sub(r"<id:([^>]*)>", "[0-9a-f]{64}", re.sub(r"<short:([^>]*)>", "[0-9a-f]{12}", pattern.replace("\\-", "-")))
        if not re.fullmatch(pattern, have["message"], re.S): return want["message"], have["message"]
    return None

def main():
    told = json.load(open(sys.argv[1]))
    prefix, agreed, steps = told["prefix"], 0, 0
    status, body = ask("POST", "/images/load", {"quiet": 1}, raw=open(os.path.join(os.path.dirname(sys.argv[1]), told["images"]), "rb").read())
    vectors = [it for it in told["vectors"] if len(sys.argv) < 4 or sys.argv[3] in it["name"]]
    for vector in vectors:
        clean(prefix)
        layers, wrong = {}, None
        for n, step in enumerate(vector["steps"], 1):
            wrong = answered(step["answer"], perform(step))
            deadline = time.time() + 5
            while not wrong:
                trial = dict(layers)
                off = differs(step["state"], seen(prefix, step["state"]), trial)
                if not off:
                    layers = trial
                    break
                if time.time() > deadline: wrong = off
                time.sleep(0.05)
            if wrong: break
            steps += 1
        agreed += not wrong
        if wrong: print("differs: %s, step %d\n  %s\n  %s" % (vector["name"], n, step["line"], json.dumps(wrong)[:600]))
    clean(prefix)
    print("%d of %d vectors agree, %d steps" % (agreed, len(vectors), steps))
    sys.exit(agreed != len(vectors))

main()
