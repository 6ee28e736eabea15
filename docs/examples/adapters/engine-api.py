#!/usr/bin/env python3
"""A Docker Engine API as an adapter: DOCKER_SOCKET=/run/docker.sock plimsoll check --engine exec:docs/examples/adapters/engine-api.py
It compares answers only, and says `unsupported` to what it does not know. Start here for an engine of your own.
"""
import http.client, json, os, socket, sys, urllib.parse

OWN = "plimsoll-"
BLIND = ["containers", "images", "volumes", "diff", "files", "logs", "processes", "inside", "disk", "events"]
LOOKS = {"InspectContainer": "json", "DiffContainer": "changes", "TopContainer": "top", "ExportContainer": "export"}

class Engine(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(os.environ.get("DOCKER_SOCKET", "/run/docker.sock"))

def call(method, path, body=None, **query):
    """Status and body of the answer. Bytes go as a tar, anything else as JSON."""
    engine, is_tar = Engine("engine"), isinstance(body, bytes)
    kind = {"Content-Type": "application/x-tar" if is_tar else "application/json"} if body else {}
    engine.request(method, f"{path}?{urllib.parse.urlencode(query)}", body if is_tar or not body else json.dumps(body), kind)
    answer = engine.getresponse()
    return answer.status, answer.read()

def verb(command):
    """How the Engine API is asked for a command; None for what is not known here."""
    at = f"/containers/{urllib.parse.quote(command.get('container', ''), safe='')}"
    match command["type"]:
        case "CreateContainer":
            return call("POST", "/containers/create", {**command["config"], "HostConfig": command["hostConfig"]}, name=command["name"])
        case "StartContainer" | "StopContainer" | "RestartContainer" | "KillContainer" | "PauseContainer" | "UnpauseContainer":
            query = {key: command[name] for key, name in (("t", "timeout"), ("signal", "signal")) if name in command}
            return call("POST", f"{at}/{command['type'].removesuffix('Container').lower()}", **query)
        case "RenameContainer":
            return call("POST", f"{at}/rename", name=command["name"])
        case "RemoveContainer":
            return call("DELETE", at, force=int(command.get("force", False)), v=int(command.get("volumes", False)))
        case look if look in LOOKS:
            return call("GET", f"{at}/{LOOKS[look]}")
        case "CreateVolume":
            return call("POST", "/volumes/create", {"Name": command["name"]})
        case "RemoveVolume":
            return call("DELETE", f"/volumes/{command['volume']}", force=int(command.get("force", False)))
        case "TagImage":
            return call("POST", f"/images/{command['image']}/tag", repo=command["repo"], tag=command["tag"])
        case "RemoveImage":
            return call("DELETE", f"/images/{command['image']}", force=int(command.get("force", False)))

def told(status, body, **more):
    if status < 300:
        return {"kind": "done", **more}
    return {"kind": "refused", "status": status, "message": json.loads(body)["message"] if body else ""}

def run(step):
    """`docker exec`, to its end. The stream comes in frames: one byte says which output, four how long it is."""
    asked = {"Cmd": step["argv"], "User": step.get("user", ""), "AttachStdout": True, "AttachStderr": True}
    status, body = call("POST", f"/containers/{step['container']}/exec", asked)
    if status >= 300:
        return told(status, body)
    exec_id, output = json.loads(body)["Id"], b""
    status, body = call("POST", f"/exec/{exec_id}/start", {"Detach": False})
    while status < 300 and len(body) >= 8:
        end = 8 + int.from_bytes(body[4:8], "big")
        output, body = output + (body[8:end] if body[0] == 1 else b""), body[end:]
    code = json.loads(call("GET", f"/exec/{exec_id}/json")[1]).get("ExitCode")
    return told(status, body, exitCode=code, output=output.decode(errors="replace"))

def perform(step):
    if step["do"] == "exec" and not step.get("detach"):
        return run(step)
    answer = verb(step["command"]) if step["do"] == "ask" else None
    return told(*answer) if answer else {"kind": "unsupported", "why": "this example does not know it"}

def reset(images):
    """Takes away what steps have made, by name and nothing else, and brings the images."""
    for container in json.loads(call("GET", "/containers/json", all=1)[1]):
        if container["Names"] and container["Names"][0].startswith(f"/{OWN}"):
            call("DELETE", f"/containers/{container['Id']}", force=1, v=1)
    for volume in json.loads(call("GET", "/volumes")[1])["Volumes"] or []:
        if volume["Name"].startswith(OWN):
            call("DELETE", f"/volumes/{volume['Name']}")
    tags = [tag for image in json.loads(call("GET", "/images/json")[1]) for tag in image["RepoTags"] or [] if tag.startswith(OWN)]
    for tag in tags:
        call("DELETE", f"/images/{tag}", force=1)
    if images:
        with open(images, "rb") as archive:
            call("POST", "/images/load", archive.read(), quiet=1)

for line in sys.stdin:
    request, said = json.loads(line), {"done": True}
    match request["do"]:
        case "describe":
            said = {"capabilities": {"name": "example", "version": "1", "blind": BLIND}}
        case "perform":
            said = {"answer": perform(request["step"])}
        case "observe":
            said = {"observation": {"containers": {}, "images": [], "volumes": {"named": [], "anonymous": 0}, "events": {}}}
        case "reset" | "close":
            reset(request.get("images"))
    print(json.dumps({"id": request["id"], **said}), flush=True)
