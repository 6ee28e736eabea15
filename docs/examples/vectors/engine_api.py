"""The Engine API over a unix socket, and what run.py needs beside it."""
import base64, gzip, http.client, http.server, json, os, re, socket, subprocess, threading, urllib.parse

socket_path = ""
files = {}  # bodies by name: the vectors' own, and what steps have kept
kept = {}  # what stands for <name> in a path

class Engine(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(socket_path)

def named(text):
    return re.sub(r"<(\w+)>", lambda m: kept.get(m[1], m[0]), text)

def ask(method, path, query={}, body=None, file=None):
    engine, raw = Engine("engine", timeout=120), file is not None
    data = files[file] if raw else None if body is None else json.dumps(body)
    kind = {"Content-Type": "application/" + ("x-tar" if raw else "json")} if data is not None else {}
    engine.request(method, "/v1.41%s?%s" % (named(path), urllib.parse.urlencode(query, doseq=True)), data, kind)
    answer = engine.getresponse()
    return answer.status, answer.read()

def value(path, **query):
    status, body = ask("GET", path, query)
    return json.loads(body) if status == 200 else None

def message(body):
    return json.loads(body).get("message", "") if body[:1] == b"{" else body.decode(errors="replace").strip()

def error(body):
    """The error in which a stream of JSON lines ends."""
    try:
        return next((line["error"] for line in map(json.loads, body.splitlines()) if "error" in line), None)
    except (ValueError, TypeError):
        return None

def streams(body):
    """Frames of [stream, 0, 0, 0, length] and data."""
    parts = {1: b"", 2: b""}
    while len(body) >= 8 and body[0] in parts:
        end = 8 + int.from_bytes(body[4:8], "big")
        parts[body[0]], body = parts[body[0]] + body[8:end], body[end:]
    return {"stdout": parts[1].decode(), "stderr": parts[2].decode()}

def ours(prefix, registry=None):
    """Ids of containers, names of volumes, tags of images."""
    tags = [t for i in value("/images/json") for t in i["RepoTags"] or []]
    return ([c["Id"] for c in value("/containers/json", all=1) if c["Names"][0][1:].startswith(prefix)],
            [v["Name"] for v in value("/volumes")["Volumes"] or [] if v["Name"].startswith(prefix)],
            [t for t in tags if t.startswith(prefix) or (registry and t.startswith(registry + "/" + prefix))])

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

def clean(prefix, registry, spared):
    kept.clear()
    containers, volumes, tags = ours(prefix, registry)
    gone = ["/images/" + t for t in tags if not (spared and t.startswith(spared))]
    for path in ["/containers/" + c for c in containers] + ["/volumes/" + v for v in volumes] + gone:
        ask("DELETE", path, {"force": 1, **({"v": 1} if path.startswith("/c") else {})})

def perform(step):
    """The status and the body of the answer, or what an exec has come to; nothing for an act of the host."""
    if "host" in step:
        act = step["host"]
        words = [act["do"], act.get("container", ""), str(act.get("signal", ""))]
        subprocess.run([os.environ["PLIMSOLL_HOST"], socket_path, *words], check=True)
        return 0, b""
    if "exec" in step:
        return run(**step["exec"])
    if "<ambiguous>" in step["request"]["path"]:
        digits = [c["Id"][0] for c in value("/containers/json", all=1)]
        kept["ambiguous"] = next(d for d in digits if digits.count(d) > 1)
    status, body = ask(**step["request"])
    if "keep" in step and status < 300:
        files[step["keep"]] = body
        kept[step["keep"]] = json.loads(body)["Id"] if body[:1] == b"{" else ""
    return status, body

def run(container, argv, user=""):
    made, body = ask("POST", "/containers/%s/exec" % container, {}, {"Cmd": argv, "User": user, "AttachStdout": True, "AttachStderr": True})
    if made >= 300:
        return made, body
    path = "/exec/" + json.loads(body)["Id"]
    status, body = ask("POST", path + "/start", {}, {"Detach": False})
    now = value(path + "/json")
    while now and now["Running"]:
        now = value(path + "/json")
    return (status, body) if status >= 300 else (status, {"exitCode": now["ExitCode"] if now else 137, "stdout": streams(body)["stdout"]})

def serve(registry):
    """A registry on loopback that answers what the vectors say; nothing when the port is taken."""
    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            told = registry["answers"].get(urllib.parse.unquote(self.path.split("?")[0]), {"status": 404, "type": "text/plain", "file": "empty"})
            body = files[told["file"]]
            self.send_response(told["status"])
            for name, text in [("Content-Type", told["type"]), ("Content-Length", str(len(body))), ("Docker-Content-Digest", told.get("digest"))]:
                if text: self.send_header(name, text)
            self.end_headers()
            if self.command == "GET": self.wfile.write(body)
        do_HEAD = do_GET
        def log_message(self, *_): pass
    host, port = registry["address"].split(":")
    try:
        server = http.server.ThreadingHTTPServer((host, int(port)), Answers)
    except OSError:
        return False
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return True

def take(told, directory):
    """The bodies of the vectors, and the images that they begin with."""
    files.update({name: gzip.decompress(base64.b64decode(text)) for name, text in told["files"].items()})
    with open(os.path.join(directory, told["images"]), "rb") as images:
        files["images"] = images.read()
