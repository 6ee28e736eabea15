"""The Docker Engine API as run.py needs it, with nothing but Python's own library. `socket_path` is set by who imports it."""
import http.client, json, socket, urllib.parse

socket_path = "/run/docker.sock"

class Engine(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(socket_path)

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
