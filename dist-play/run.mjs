import { createRequire } from "node:module";
import * as node from "node:fs";
import { chmodSync, closeSync, createReadStream, existsSync, fsyncSync, linkSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { isatty } from "node:tty";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { match } from "ts-pattern";
import { Bash, defineCommand, getCommandNames, parse, serialize } from "just-bash";
import { createHash, hash, randomBytes, randomUUID } from "node:crypto";
import { homedir, tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { isAscii, isUtf8 } from "node:buffer";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { MessageChannel, Worker, receiveMessageOnPort } from "node:worker_threads";
import { createGunzip } from "node:zlib";
import { Decompress } from "fzstd";
import { Ajv } from "ajv";
// src/docker/cli/words.ts
/** What is wrong with a script's line. */
var LineError = class extends Error {
	name = "LineError";
};
/** Splits a line as a shell does: quotes, escapes, comments, variables, `$(…)`. */
const commandsOf = (line) => {
	const commands = [];
	let words = [];
	let word;
	let after = ";";
	let at = 0;
	const add = (piece) => {
		const last = word?.at(-1);
		if (word && piece.kind === "text" && last?.kind === "text") word[word.length - 1] = {
			kind: "text",
			text: last.text + piece.text
		};
		else word = [...word ?? [], piece];
	};
	const endWord = () => {
		if (word) words.push(word);
		word = void 0;
	};
	const endCommand = (next) => {
		endWord();
		if (words.length > 0) commands.push({
			words,
			after
		});
		words = [];
		after = next;
	};
	const dollar = (quoted) => {
		if (line.startsWith("$(", at)) {
			const end = closingParen(line, at + 1);
			add({
				kind: "command",
				line: line.slice(at + 2, end),
				quoted
			});
			at = end + 1;
			return;
		}
		const found = /^\$(?:\{(\w+)\}|(\w+|\?))/.exec(line.slice(at));
		if (found) add({
			kind: "variable",
			name: found[1] ?? found[2] ?? "",
			quoted
		});
		else add({
			kind: "text",
			text: "$"
		});
		at += found?.[0].length ?? 1;
	};
	while (at < line.length) {
		const char = line[at] ?? "";
		if (char === "\\") {
			if (line[at + 1] !== "\n") add({
				kind: "text",
				text: line[at + 1] ?? ""
			});
			at += 2;
		} else if (char === "'") {
			const end = line.indexOf("'", at + 1);
			if (end < 0) throw new LineError("unterminated quoted string");
			add({
				kind: "text",
				text: line.slice(at + 1, end)
			});
			at = end + 1;
		} else if (char === "\"") {
			add({
				kind: "text",
				text: ""
			});
			at++;
			while (line[at] !== "\"") {
				if (at >= line.length) throw new LineError("unterminated quoted string");
				if (line[at] === "$") dollar(true);
				else if (line[at] === "\\" && /["\\$`\n]/.test(line[at + 1] ?? "")) {
					if (line[at + 1] !== "\n") add({
						kind: "text",
						text: line[at + 1] ?? ""
					});
					at += 2;
				} else add({
					kind: "text",
					text: line[at++] ?? ""
				});
			}
			at++;
		} else if (char === "$") dollar(false);
		else if (char === "#" && word === void 0) {
			const end = line.indexOf("\n", at);
			at = end < 0 ? line.length : end;
		} else if (line.startsWith("&&", at) || line.startsWith("||", at)) {
			endCommand(line.startsWith("&&", at) ? "&&" : "||");
			at += 2;
		} else if (char === ";" || char === "\n") {
			endCommand(";");
			at++;
		} else if (char === "|" || char === "&" || char === "<" || char === ">") throw new LineError(`'${char}' is not supported here`);
		else if (/\s/.test(char)) {
			endWord();
			at++;
		} else {
			add({
				kind: "text",
				text: char
			});
			at++;
		}
	}
	endCommand(";");
	return commands;
};
const closingParen = (line, open) => {
	let depth = 0;
	let quote = "";
	for (let at = open; at < line.length; at++) {
		const char = line[at] ?? "";
		if (quote !== "") {
			if (char === quote) quote = "";
		} else if (char === "'" || char === "\"") quote = char;
		else if (char === "(") depth++;
		else if (char === ")" && --depth === 0) return at;
	}
	throw new LineError("unterminated $(");
};
/** Whether a text stops in the middle of a quotation, a `$(…)` or before a line break that does not count. */
const isUnfinished = (text) => {
	if (/(^|[^\\])(\\\\)*\\$/.test(text)) return true;
	try {
		commandsOf(text);
		return false;
	} catch (error) {
		return error instanceof LineError && error.message.startsWith("unterminated");
	}
};
// src/core/kernel/instant.ts
/** Docker's zero time, printed for what never happened. */
const zeroTime = "0001-01-01T00:00:00Z";
/** Milliseconds since 1970, and the nanoseconds within that millisecond. */
const instant = (millis, nanos = 0) => {
	const whole = Math.trunc(millis);
	const second = Math.floor(whole / 1e3);
	const fraction = String(whole - second * 1e3).padStart(3, "0");
	return `${textOfSecond(second)}.${fraction}${nanos === 0 ? "000000" : String(nanos).padStart(6, "0")}Z`;
};
/** `2024-01-01T00:00:00`. The latest are remembered, since most moments come soon after another. */
const textOfSecond = (second) => {
	const known = texts$3.get(second);
	if (known !== void 0) return known;
	const text = (/* @__PURE__ */ new Date(second * 1e3)).toISOString().slice(0, -5);
	if (texts$3.size >= 100) texts$3.clear();
	texts$3.set(second, text);
	return text;
};
const texts$3 = /* @__PURE__ */ new Map();
/** Whole milliseconds since 1970. */
const millisOf = (at) => Date.parse(`${at.slice(0, 23)}Z`);
/** Whole seconds since 1970, as Docker's lists show a creation time. */
const secondsOf = (at) => Math.floor(millisOf(at) / 1e3);
/** The same moment without its fraction, as a layer tar keeps it. */
const wholeSecond = (at) => `${at.slice(0, 19)}.000000000Z`;
/** A moment `millis` later; the nanoseconds stay. */
const later = (at, millis) => `${instant(millisOf(at) + millis).slice(0, 23)}${at.slice(23)}`;
/** RFC3339Nano as Go prints it: trailing zeros of the fraction are cut. */
const rfc3339Nano = (at) => at.replace(/\.?0+Z$/, "Z");
const form$3 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;
/** Any RFC 3339 UTC text, or `undefined` when it is none. */
const parseInstant = (text) => {
	const parts = form$3.exec(text);
	if (!parts || Number.isNaN(Date.parse(`${parts[1]}Z`))) return void 0;
	return `${parts[1]}.${(parts[2] ?? "").padEnd(9, "0")}Z`;
};
const epoch = instant(0);
// src/core/kernel/digest.ts
const utf8$4 = new TextEncoder();
/** sha256 of bytes, or of a text's UTF-8 bytes, as 64 hex digits. */
const sha256Hex = (content) => bytesToHex(sha256(typeof content === "string" ? utf8$4.encode(content) : content));
const digestOf$1 = (content) => `sha256:${sha256Hex(content)}`;
/** Law L2: the bottom layer's chain id is its diff id; above, the hash of `<parent> <diff id>`. */
const chainIdOf = (parent, diffId) => parent === void 0 ? diffId : digestOf$1(`${parent} ${diffId}`);
/** The chain ids of a whole stack, base first. */
const chainIdsOf = (diffIds) => {
	const chain = [];
	for (const diffId of diffIds) chain.push(chainIdOf(chain.at(-1), diffId));
	return chain;
};
const imageIdOf = (config) => digestOf$1(config);
const form$2 = /^sha256:[0-9a-f]{64}$/;
const isDigest = (text) => form$2.test(text);
const hexOf$1 = (digest) => digest.slice(7);
/** The 12 digits that Docker prints. */
const shortId = (id) => id.replace(/^sha256:/, "").slice(0, 12);
// src/core/kernel/persistent-map.ts
/**
* A map that is never changed in place, as far as anybody can see. Iteration order means nothing; views sort. A value is
* never `undefined`.
*
* Few entries stand in a flat list that is copied. More stand in one native Map that belongs to the version used last; the
* versions before it remember only what they have otherwise (Baker's trick: "Shallow binding makes functional arrays fast").
* The latest version, the one that a log is folded into, is read and written as fast as a native Map at any size; an
* older one takes the Map over when it is asked. Fields are `private`, not `#private`: equality in tests must see them.
*/
var PersistentMap = class PersistentMap {
	static none = new PersistentMap(0, [], void 0);
	size;
	/** Keys and values in turn, of a small map. */
	list;
	/** Of the version that holds the Map. */
	table;
	/** Of any other version: all is as in the next one, but for this key. A map that changes in place has itself here. */
	next;
	key;
	value;
	constructor(size, list, table) {
		this.size = size;
		this.list = list;
		this.table = table;
		this.next = void 0;
		this.key = void 0;
		this.value = void 0;
	}
	static empty() {
		return PersistentMap.none;
	}
	static of(entries) {
		return PersistentMap.holding(new Map(entries));
	}
	static holding(table) {
		if (table.size > most$3) return new PersistentMap(table.size, void 0, table);
		if (table.size === 0) return PersistentMap.empty();
		const list = [];
		for (const [key, value] of table) list.push(key, value);
		return new PersistentMap(table.size, list, void 0);
	}
	/**
	* A copy that changes in place, for who folds many events into it and shows nobody what it was on the way: `set` and the
	* like give the map itself. It must not be kept; what is kept is what `asImmutable` gives of it.
	*/
	asMutable() {
		const { list } = this;
		const table = list === void 0 ? new Map(this.table ?? this.own()) : tableOf(list);
		const copy = new PersistentMap(this.size, void 0, table);
		copy.next = copy;
		return copy;
	}
	/** The end of changing in place. */
	asImmutable() {
		const { table } = this;
		return this.next === this && table !== void 0 ? PersistentMap.holding(table) : this;
	}
	get(key) {
		const { list } = this;
		if (list !== void 0) {
			const at = indexOf(list, key);
			return at < 0 ? void 0 : list[at + 1];
		}
		return (this.table ?? this.own()).get(key);
	}
	has(key) {
		return this.get(key) !== void 0;
	}
	set(key, value) {
		const { list } = this;
		if (list !== void 0) {
			const at = indexOf(list, key);
			if (at >= 0) {
				if (list[at + 1] === value) return this;
				const changed = list.slice();
				changed[at + 1] = value;
				return new PersistentMap(this.size, changed, void 0);
			}
			if (this.size < most$3) return new PersistentMap(this.size + 1, [
				...list,
				key,
				value
			], void 0);
			return new PersistentMap(this.size + 1, void 0, tableOf(list).set(key, value));
		}
		const table = this.table ?? this.own();
		const before = table.get(key);
		if (before === value) return this;
		table.set(key, value);
		if (this.next === this) return this.grown(table);
		return this.handOver(table, before === void 0 ? this.size + 1 : this.size, key, before);
	}
	delete(key) {
		const { list } = this;
		if (list !== void 0) {
			const at = indexOf(list, key);
			if (at < 0) return this;
			if (this.size === 1) return PersistentMap.empty();
			return new PersistentMap(this.size - 1, [...list.slice(0, at), ...list.slice(at + 2)], void 0);
		}
		const table = this.table ?? this.own();
		const before = table.get(key);
		if (before === void 0) return this;
		if (this.next === this) {
			table.delete(key);
			return this.grown(table);
		}
		if (this.size - 1 <= least$1) {
			const rest = new Map(table);
			rest.delete(key);
			return PersistentMap.holding(rest);
		}
		table.delete(key);
		return this.handOver(table, this.size - 1, key, before);
	}
	/** The entry rewritten from what it was; `undefined` takes it out. */
	rewrite(key, change) {
		const value = change(this.get(key));
		return value === void 0 ? this.delete(key) : this.set(key, value);
	}
	/** Many changes at once: a later pair wins, `undefined` takes out. */
	setAll(entries) {
		if (this.list !== void 0 && entries.length > few) {
			const table = tableOf(this.list);
			for (const [key, value] of entries) if (value === void 0) table.delete(key);
			else table.set(key, value);
			return PersistentMap.holding(table);
		}
		let map = this;
		for (const [key, value] of entries) map = value === void 0 ? map.delete(key) : map.set(key, value);
		return map;
	}
	keys() {
		return this.entriesNow().map(([key]) => key).values();
	}
	values() {
		return this.entriesNow().map(([, value]) => value).values();
	}
	entries() {
		return this.entriesNow().values();
	}
	[Symbol.iterator]() {
		return this.entriesNow().values();
	}
	/** Some key; there is none in an empty map. */
	anyKey() {
		if (this.list !== void 0) return this.list[0];
		for (const key of (this.table ?? this.own()).keys()) return key;
	}
	/** Whether another map holds the same keys with the same values. */
	isSame(other, sameValue) {
		if (this === other) return true;
		if (this.size !== other.size) return false;
		return this.entriesNow().every(([key, value]) => {
			const others = other.get(key);
			return others !== void 0 && (value === others || sameValue(value, others));
		});
	}
	/** The same entries, as plain data for JSON and for state hashes; sorted by key. */
	toJSON() {
		return this.entriesNow().sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
	}
	/** A copy: whoever goes through it may use other versions meanwhile. */
	entriesNow() {
		const { list } = this;
		if (list === void 0) return [...this.table ?? this.own()];
		const entries = [];
		for (let at = 0; at < list.length; at += 2) entries.push([list[at], list[at + 1]]);
		return entries;
	}
	/** Of a map that changes in place. */
	grown({ size }) {
		this.size = size;
		return this;
	}
	/** The Map goes on to a new version; this one keeps what it had under the key. */
	handOver(table, size, key, before) {
		const after = new PersistentMap(size, void 0, table);
		this.table = void 0;
		this.next = after;
		this.key = key;
		this.value = before;
		return after;
	}
	/** This version takes the Map over; far from it, it makes a copy, so that two versions in use do not take turns. */
	own() {
		const way = [];
		let holder = this;
		while (holder.table === void 0) {
			way.push(holder);
			holder = holder.next;
		}
		const isFar = way.length > 64 && way.length > this.size;
		let table = holder.table;
		if (isFar) table = new Map(table);
		for (let at = way.length - 1; at >= 0; at--) {
			const version = way[at];
			const key = version.key;
			if (!isFar) {
				holder.table = void 0;
				holder.next = version;
				holder.key = key;
				holder.value = table.get(key);
			}
			if (version.value === void 0) table.delete(key);
			else table.set(key, version.value);
			holder = version;
		}
		this.table = table;
		this.next = void 0;
		this.key = void 0;
		this.value = void 0;
		return table;
	}
};
/** So many entries fit into a list; a Map that loses entries goes back to one at fewer, not to and fro at each step. */
const most$3 = 8;
const least$1 = 4;
/** So many changes of a list are made one by one. */
const few = 3;
const indexOf = (list, key) => {
	for (let at = 0; at < list.length; at += 2) if (list[at] === key) return at;
	return -1;
};
const tableOf = (list) => {
	const table = /* @__PURE__ */ new Map();
	for (let at = 0; at < list.length; at += 2) table.set(list[at], list[at + 1]);
	return table;
};
// src/core/kernel/multimap.ts
const addTo$1 = (map, key, member) => map.set(key, (map.get(key) ?? PersistentMap.empty()).set(member, true));
const removeFrom = (map, key, member) => map.rewrite(key, (members) => {
	const rest = members?.delete(member);
	return rest && rest.size > 0 ? rest : void 0;
});
/** The members of one key, in text order. */
const membersOf$3 = (map, key) => [...map.get(key)?.keys() ?? []].sort();
const hasMember = (map, key) => map.has(key);
// src/core/indexes.ts
const noIndexes = {
	names: PersistentMap.empty(),
	layerUsers: PersistentMap.empty(),
	imageReferences: PersistentMap.empty(),
	imageChildren: PersistentMap.empty(),
	imageContainers: PersistentMap.empty(),
	volumeContainers: PersistentMap.empty(),
	execs: PersistentMap.empty()
};
/** By event, because comparing two containers would cost as much as they have execs. */
const indexExec = (all, event, before) => {
	switch (event.type) {
		case "ExecCreated": return before ? {
			...all,
			execs: all.execs.set(event.exec, event.id)
		} : all;
		case "ExecForgotten": return {
			...all,
			execs: all.execs.delete(event.exec)
		};
		case "ContainerRemoved": return before && before.execs.size > 0 ? {
			...all,
			execs: all.execs.setAll(gone(before))
		} : all;
		default: return all;
	}
};
const gone = ({ execs }) => [...execs.keys()].map((id) => [id, void 0]);
const indexContainer = (all, before, after) => {
	if (before?.name === after?.name && before?.image === after?.image && before?.mounts === after?.mounts) return all;
	const without = {
		...all,
		...containerEntries(all, before, removeFrom)
	};
	return {
		...without,
		...containerEntries(without, after, addTo$1)
	};
};
const containerEntries = (all, it, change) => it === void 0 ? {} : {
	names: change(all.names, it.name, it.id),
	imageContainers: it.image === "" ? all.imageContainers : change(all.imageContainers, it.image, it.id),
	volumeContainers: it.mounts.reduce((volumes, mount) => mount.name === void 0 || mount.borrowed ? volumes : change(volumes, mount.name, it.id), all.volumeContainers)
};
const indexWriteLayer = (all, before, after) => before?.parent === after?.parent ? all : usersChanged(all, before && holder(before), after && holder(after));
const holder = ({ parent, container }) => [parent, `container/${container}`];
const indexLayer = (all, before, after) => usersChanged(all, before && [before.parent, `layer/${before.chainId}`], after && [after.parent, `layer/${after.chainId}`]);
const usersChanged = (all, before, after) => {
	let { layerUsers } = all;
	if (before?.[0] !== void 0) layerUsers = removeFrom(layerUsers, before[0], before[1]);
	if (after?.[0] !== void 0) layerUsers = addTo$1(layerUsers, after[0], after[1]);
	return layerUsers === all.layerUsers ? all : {
		...all,
		layerUsers
	};
};
/** The chain id of an image's top layer; absent when it has no layers. */
const topLayerOf = (image) => chainIdsOf(image.config.diffIds).at(-1);
const indexImage = (all, before, after) => {
	const use = (image) => [topLayerOf(image), `image/${image.id}`];
	const used = before && after ? all : usersChanged(all, before && use(before), after && use(after));
	if (before?.parent === after?.parent) return used;
	let { imageChildren } = used;
	if (before?.parent !== void 0) imageChildren = removeFrom(imageChildren, before.parent, before.id);
	if (after?.parent !== void 0) imageChildren = addTo$1(imageChildren, after.parent, after.id);
	return {
		...used,
		imageChildren
	};
};
const indexReference = (all, before, after) => {
	if (before?.image === after?.image) return all;
	let { imageReferences } = all;
	if (before) imageReferences = removeFrom(imageReferences, before.image, before.reference);
	if (after) imageReferences = addTo$1(imageReferences, after.image, after.reference);
	return {
		...all,
		imageReferences
	};
};
// src/core/kernel/impossible.ts
/** What a correct model never meets. A property says that it is never thrown. */
var Impossible = class extends Error {
	name = "Impossible";
};
/** Closes an exhaustive `switch`: it does not compile while a case is missing. */
const never = (value) => {
	throw new Impossible(`unmatched case: ${JSON.stringify(value)}`);
};
/** The value, where the surrounding rule has already shown that there is one. */
const known$1 = (value, what) => {
	if (value === void 0) throw new Impossible(`there is no ${what}`);
	return value;
};
// src/core/kernel/cases.ts
/** Folds one event by its case. */
const evolveBy = (cases) => (state, event) => cases[event.type](state, event);
// src/core/overlay/byte-order.ts
/** The kernel and Docker see names as bytes; text here is UTF-16, lone U+DC80..DCFF standing for raw bytes. */
const bytesOf$4 = (text) => {
	const bytes = [];
	for (const char of text) {
		const code = char.codePointAt(0) ?? 0;
		if (code < 128) bytes.push(code);
		else if (code < 2048) bytes.push(192 | code >> 6, 128 | code & 63);
		else if (code >= 56448 && code <= 56575) bytes.push(code - 56320);
		else if (code < 65536) bytes.push(224 | code >> 12, 128 | code >> 6 & 63, 128 | code & 63);
		else bytes.push(240 | code >> 18, 128 | code >> 12 & 63, 128 | code >> 6 & 63, 128 | code & 63);
	}
	return bytes;
};
/** How many bytes a name or target takes on disk. */
const byteLength = (text) => {
	for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return bytesOf$4(text).length;
	return text.length;
};
/** Order of names by their bytes. */
const compareNames = (a, b) => {
	const shorter = Math.min(a.length, b.length);
	for (let at = 0; at < shorter; at++) {
		const x = a.charCodeAt(at);
		const y = b.charCodeAt(at);
		if (x !== y) return x < 55296 && y < 55296 ? x - y : compareBytes(bytesOf$4(a), bytesOf$4(b));
	}
	return a.length - b.length;
};
const compareBytes = (a, b) => {
	const at = a.findIndex((byte, index) => byte !== b[index]);
	return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
};
// src/core/overlay/inode.ts
const noEntries$1 = PersistentMap.empty();
/**
* An inode of what it is and of its links; links that `data` has do not count. Plain files and directories are written out:
* an object of a known shape is made in a hundredth of the time of a copy that grows.
*/
const withLinks = (data, nlink, entries) => {
	const { mode, uid, gid, mtime } = data;
	if (isPlain$4(data) && data.kind === "directory" && entries !== void 0) return withOrigin({
		kind: "directory",
		mode,
		uid,
		gid,
		mtime,
		nlink,
		entries
	}, data.origin);
	if (isPlain$4(data) && data.kind === "file" && entries === void 0) return withOrigin({
		kind: "file",
		content: data.content,
		size: data.size,
		mode,
		uid,
		gid,
		mtime,
		nlink
	}, data.origin);
	return entries === void 0 ? {
		...data,
		nlink
	} : {
		...data,
		nlink,
		entries
	};
};
/** The way back. */
const withoutLinks = (inode) => {
	const { mode, uid, gid, mtime, origin } = inode;
	if (isPlain$4(inode) && inode.kind === "directory") return withOrigin({
		kind: "directory",
		mode,
		uid,
		gid,
		mtime
	}, origin);
	if (isPlain$4(inode) && inode.kind === "file") return withOrigin({
		kind: "file",
		content: inode.content,
		size: inode.size,
		mode,
		uid,
		gid,
		mtime
	}, origin);
	const { nlink: _, entries: __, ...data } = inode;
	return data;
};
const isPlain$4 = (data) => data.xattrs === void 0 && !(data.kind === "directory" && data.opaque);
/** The same object, which was made just now. */
const withOrigin = (made, origin) => {
	if (origin !== void 0) made.origin = origin;
	return made;
};
// src/core/overlay/tree-draft.ts
/** A tree while lists of changes are written into it; between two lists the inodes without a name vanish. */
var TreeDraft = class {
	before;
	touched = /* @__PURE__ */ new Map();
	next;
	whiteout;
	constructor(tree) {
		this.before = tree;
		this.next = tree.next;
		this.whiteout = tree.whiteout;
	}
	apply(changes) {
		const nameless = [];
		for (const change of changes) if ("make" in change) {
			const { make, node } = change;
			this.touched.set(make, {
				data: node,
				nlink: 0,
				entries: node.kind === "directory" ? noEntries$1 : void 0
			});
			nameless.push(make);
			if (make >= this.next) this.next = make + 1;
			if (change.shared) this.whiteout = make;
		} else if ("set" in change) this.at(change.set).data = change.node;
		else {
			const { in: parent, name, ino } = change;
			const before = this.rename(this.at(parent), name, ino);
			if (before !== void 0 && --this.at(before).nlink <= 0) nameless.push(before);
			if (ino !== void 0) this.at(ino).nlink += 1;
		}
		for (const ino of nameless) if ((this.touched.get(ino)?.nlink ?? 1) <= 0) this.vanish(ino);
	}
	tree() {
		const { before, touched, next, whiteout } = this;
		const changed = [];
		for (const [ino, inode] of touched) changed.push([ino, inode && withLinks(inode.data, inode.nlink, inode.entries)]);
		const inodes = before.inodes.setAll(changed);
		return whiteout === void 0 ? {
			inodes,
			next
		} : {
			inodes,
			next,
			whiteout
		};
	}
	at(ino) {
		const touched = this.touched.get(ino);
		if (touched) return touched;
		const before = this.touched.has(ino) ? void 0 : this.before.inodes.get(ino);
		const inode = known$1(before, `inode ${ino}`);
		const fresh = {
			data: inode,
			nlink: inode.nlink,
			entries: inode.entries
		};
		this.touched.set(ino, fresh);
		return fresh;
	}
	/** Lets a name of a directory lead elsewhere; gives where it led. */
	rename(directory, name, ino) {
		const entries = directory.entries ?? noEntries$1;
		const before = entries.get(name);
		directory.entries = ino === void 0 ? entries.delete(name) : entries.set(name, ino);
		return before;
	}
	vanish(ino) {
		this.touched.set(ino, void 0);
		if (this.whiteout === ino) this.whiteout = void 0;
	}
};
// src/core/overlay/tree.ts
/** A directory tree that holds nothing but its root, 0755 and owned by root. */
const emptyTree = (mtime = epoch) => ({
	inodes: PersistentMap.of([[1, withLinks(directory$2(mtime), 1, noEntries$1)]]),
	next: 2
});
/** A directory as Docker makes it where nobody says otherwise. */
const directory$2 = (mtime) => ({
	kind: "directory",
	mode: 493,
	uid: 0,
	gid: 0,
	mtime
});
/** Writes down what the changes say. It has no rules: all thinking was done when they were made. */
const applyChanges$1 = (tree, changes) => {
	const [first] = changes;
	if (first === void 0) return tree;
	if (changes.length === 1 && "set" in first) return {
		...tree,
		inodes: tree.inodes.set(first.set, rewritten(tree, first))
	};
	const draft = new TreeDraft(tree);
	draft.apply(changes);
	return draft.tree();
};
const rewritten = (tree, { set, node }) => {
	const { nlink, entries } = inodeOf(tree, set);
	return withLinks(node, nlink, entries);
};
/** The inode of that number; changes and entries never name one that is not there. */
const inodeOf = (tree, ino) => known$1(tree.inodes.get(ino), `inode ${ino}`);
/** Every name below the root in the order of Docker's tars: a directory, then its children sorted bytewise, depth first. */
function* walkTree(tree, ino = 1, path = "") {
	const entries = inodeOf(tree, ino).entries ?? noEntries$1;
	for (const [name, child] of [...entries].sort(([a], [b]) => compareNames(a, b))) {
		const inode = inodeOf(tree, child);
		yield {
			path: `${path}/${name}`,
			ino: child,
			inode
		};
		if (inode.kind === "directory") yield* walkTree(tree, child, `${path}/${name}`);
	}
}
/** Docker's `SizeRw` of an upper directory: regular files and symlinks, each inode once (measured, docs/facts.md). */
const sizeOfTree = (tree) => {
	let size = 0;
	for (const inode of tree.inodes.values()) size += sizeOf$2(inode);
	return size;
};
/** What `stat` gives as size of a file or symlink; 0 for everything else. */
const sizeOf$2 = (inode) => {
	if (inode.kind === "file") return inode.size;
	return inode.kind === "symlink" ? byteLength(inode.target) : 0;
};
const evolveContainer = evolveBy({
	ContainerCreated: (_, it) => ({
		id: it.id,
		name: it.name,
		createdAt: it.at,
		image: it.image,
		config: it.config,
		hostConfig: it.hostConfig,
		path: it.path,
		args: it.args,
		mounts: it.mounts,
		state: {
			status: "created",
			exitCode: 0,
			error: ""
		},
		restartCount: 0,
		manuallyStopped: false,
		startedBefore: false,
		restartCancelled: false,
		backOff: 0,
		oomKilled: false,
		oomSeen: false,
		sandboxId: "",
		endpointId: "",
		execs: PersistentMap.empty(),
		log: PersistentMap.empty(),
		logOpened: false,
		directoryHeld: false
	}),
	NetworkConnected: (it, { sandboxId, endpointId }) => it && {
		...it,
		sandboxId,
		endpointId
	},
	NetworkDisconnected: (it) => it && {
		...it,
		endpointId: ""
	},
	ContainerStarted: (it, { pid, at, by }) => it && {
		...it,
		state: runningSince(at, pid, it.state),
		startedBefore: true,
		logOpened: true,
		oomSeen: false,
		restartCount: by === "policy" ? it.restartCount : 0,
		backOff: by === "policy" ? it.backOff : 0,
		restartCancelled: by === "policy" && it.restartCancelled,
		manuallyStopped: by === "policy" && it.manuallyStopped
	},
	StartFailed: (it, { exitCode, error }) => it && {
		...withoutTmpfs(it),
		state: it.state.status === "created" ? {
			status: "created",
			exitCode,
			error
		} : {
			...endedAs("exited", it.state),
			exitCode,
			error
		}
	},
	ContainerSignalled: (it, { marksStopped, cancelsRestart }) => marked(it, {
		manuallyStopped: marksStopped,
		restartCancelled: cancelsRestart
	}),
	ContainerPaused: (it) => it?.state.status === "running" ? {
		...it,
		state: {
			...it.state,
			status: "paused"
		}
	} : it,
	ContainerUnpaused: (it) => it?.state.status === "paused" ? {
		...it,
		state: {
			...it.state,
			status: "running"
		}
	} : it,
	ContainerDied: (it, { exitCode, next, at }) => {
		if (!it) return it;
		const startedAt = "startedAt" in it.state ? it.state.startedAt : void 0;
		const [oomKilled, oomSeen] = [it.oomSeen, false];
		if (next.status === "exited" || startedAt === void 0) {
			const error = next.status === "exited" ? next.error : "";
			const state = startedAt === void 0 ? {
				status: "exited",
				exitCode,
				error,
				finishedAt: at
			} : {
				status: "exited",
				exitCode,
				error,
				startedAt,
				finishedAt: at
			};
			return {
				...withoutTmpfs(it),
				oomKilled,
				oomSeen,
				state
			};
		}
		return {
			...withoutTmpfs(it),
			oomKilled,
			oomSeen,
			state: {
				status: "restarting",
				exitCode,
				startedAt,
				finishedAt: at,
				dueAt: next.dueAt
			},
			restartCount: it.restartCount + 1,
			backOff: next.backOff
		};
	},
	ContainerStopped: (it, { marksStopped }) => it?.state.status === "restarting" ? {
		...it,
		manuallyStopped: it.manuallyStopped || marksStopped,
		state: endedAs("exited", it.state),
		restartCancelled: true
	} : marked(it, {
		manuallyStopped: marksStopped,
		restartCancelled: false
	}),
	ContainerRestarted: (it) => it,
	RestartCancelled: (it) => it?.state.status === "restarting" ? {
		...it,
		state: endedAs("exited", it.state),
		manuallyStopped: true,
		restartCancelled: true
	} : it,
	ContainerRenamed: (it, { to }) => it && {
		...it,
		name: to
	},
	ContainerUpdated: (it, { hostConfig }) => it && {
		...it,
		hostConfig
	},
	ContainerOutOfMemory: (it) => it && {
		...it,
		oomSeen: true
	},
	ContainerHealthChanged: (it, { health }) => it && {
		...it,
		health
	},
	OutputPrinted: (it, { output, text, at }) => it && {
		...it,
		log: it.log.set(it.log.size, {
			stream: output,
			text,
			at
		})
	},
	TmpfsChanged: (it, { destination, changes }) => it && {
		...it,
		tmpfs: (it.tmpfs ?? noTmpfs).set(destination, applyChanges$1(it.tmpfs?.get(destination) ?? emptyTree(), changes))
	},
	BorrowedVolumesTaken: (it) => it && {
		...it,
		mounts: it.mounts.map(({ borrowed: _, ...mount }) => mount)
	},
	LogOpened: (it) => it && {
		...it,
		logOpened: true
	},
	ExecCreated: (it, { exec, config }) => withExec(it, {
		id: exec,
		config,
		state: { status: "created" }
	}),
	ExecStarted: (it, { exec, pid }) => execState(it, exec, (was) => pid === 0 ? was : {
		status: "running",
		pid
	}),
	ExecDied: (it, { exec, exitCode }) => execState(it, exec, (was) => ({
		status: "ended",
		exitCode,
		pid: was.status === "running" ? was.pid : 0
	})),
	ExecFailed: (it, { exec, exitCode }) => execState(it, exec, () => ({
		status: "ended",
		exitCode,
		pid: 0
	})),
	ExecForgotten: (it, { exec }) => it && {
		...it,
		execs: it.execs.delete(exec)
	},
	ContainerObserved: (it) => it,
	RemovalStarted: (it) => it && {
		...it,
		state: endedAs("removing", it.state)
	},
	RemovalFailed: (it, { error }) => it && {
		...it,
		state: {
			...endedAs("dead", it.state),
			error
		}
	},
	ContainerRemoved: () => void 0,
	CreateAbandoned: (it) => it,
	DirectoryHeld: (it, { held }) => it && {
		...it,
		directoryHeld: held
	}
});
const noTmpfs = PersistentMap.empty();
/** Nothing in a tmpfs outlives the run. */
const withoutTmpfs = (it) => {
	if (!it.tmpfs) return it;
	const { tmpfs: _, ...rest } = it;
	return rest;
};
const finishedOf = (state) => "finishedAt" in state && state.finishedAt !== void 0 ? { finishedAt: state.finishedAt } : {};
/** With these marks too; marks that it has already change nothing. */
const marked = (it, { manuallyStopped, restartCancelled }) => it && (manuallyStopped && !it.manuallyStopped || restartCancelled && !it.restartCancelled) ? {
	...it,
	manuallyStopped: it.manuallyStopped || manuallyStopped,
	restartCancelled: it.restartCancelled || restartCancelled
} : it;
const runningSince = (startedAt, pid, before) => "finishedAt" in before && before.finishedAt !== void 0 ? {
	status: "running",
	pid,
	startedAt,
	finishedAt: before.finishedAt
} : {
	status: "running",
	pid,
	startedAt
};
/** The same facts under a status without a process. */
const endedAs = (status, state) => ({
	status,
	exitCode: "exitCode" in state ? state.exitCode : 0,
	error: "error" in state ? state.error : "",
	..."startedAt" in state && state.startedAt !== void 0 && { startedAt: state.startedAt },
	...finishedOf(state)
});
const withExec = (it, exec) => it && {
	...it,
	execs: it.execs.set(exec.id, exec)
};
const execState = (it, id, change) => {
	const exec = it?.execs.get(id);
	return exec ? withExec(it, {
		...exec,
		state: change(exec.state)
	}) : it;
};
// src/core/streams/distribution/distribution.ts
const noDistribution = {
	diffIdByDigest: PersistentMap.empty(),
	sourcesByDiffId: PersistentMap.empty(),
	movedTags: PersistentMap.empty()
};
const evolveDistribution = evolveBy({
	BlobRecorded: (it, { digest, diffId, repository }) => ({
		...it,
		diffIdByDigest: it.diffIdByDigest.set(digest, diffId),
		sourcesByDiffId: it.sourcesByDiffId.rewrite(diffId, (sources = []) => sources.some((source) => source.digest === digest && source.repository === repository) ? sources : [...sources, {
			digest,
			repository
		}].slice(-50))
	}),
	ImagePulled: (it) => it,
	RegistryTagMoved: (it, { repository, tag, manifest }) => ({
		...it,
		movedTags: it.movedTags.set(`${repository}:${tag}`, manifest)
	}),
	ImagesPruned: (it) => it,
	ContainersPruned: (it) => it,
	VolumesPruned: (it) => it
});
// src/core/streams/host/host.ts
const hostNamespace = "host";
// src/core/streams/host/evolve.ts
/** A host before an engine is installed: nothing but its pid 1. */
const bareHost = {
	profile: "docker-20.10",
	daemon: "stopped",
	liveRestore: false,
	next: 2,
	processes: PersistentMap.of([[1, {
		pid: 1,
		parent: 0,
		kind: "init",
		namespace: hostNamespace,
		nsPid: 1,
		cgroup: void 0,
		serves: void 0,
		exec: void 0,
		comm: "systemd",
		argv: ["/sbin/init"],
		user: void 0,
		state: "sleeping",
		threads: [],
		children: PersistentMap.empty(),
		subreaper: false,
		reaps: true,
		dispositions: {},
		pending: [],
		ending: void 0,
		keeps: void 0
	}]]),
	threads: PersistentMap.empty(),
	namespaces: PersistentMap.of([[hostNamespace, {
		id: hostNamespace,
		init: 1,
		next: 2,
		max: 32768,
		members: PersistentMap.of([[1, 1]]),
		threads: PersistentMap.empty()
	}]]),
	cgroups: PersistentMap.empty(),
	shims: PersistentMap.empty()
};
/** Since Linux 6.14 `pid_max` belongs to the pid namespace, and a new one has this (measured, docs/facts.md). */
const newNamespaceMax = 4194304;
const evolveHost = evolveBy({
	EngineInstalled: (host, { profile, liveRestore }) => ({
		...host,
		profile,
		liveRestore
	}),
	ProcessSpawned: (host, it) => ({
		...host,
		next: it.nextPid,
		processes: linkChild(host.processes.set(it.pid, born$1(it)), it.parent, it.pid),
		namespaces: it.namespace === "host" ? host.namespaces : joined$1(host.namespaces, it),
		cgroups: it.cgroup === void 0 ? host.cgroups : entered(host.cgroups, it.cgroup, it.pid),
		shims: it.serves === void 0 ? host.shims : host.shims.set(it.serves, it.pid)
	}),
	ProcessExecuted: (host, { pid, comm, argv, reaps, dispositions }) => {
		const process = host.processes.get(pid);
		if (!process) return host;
		const { threads } = process;
		return {
			...threads.length > 0 ? withoutThreads(host, process) : host,
			processes: host.processes.set(pid, {
				...process,
				comm,
				argv,
				reaps,
				dispositions,
				threads: noThreads
			}),
			cgroups: threads.length > 0 && process.cgroup !== void 0 ? counted(host.cgroups, process.cgroup, -threads.length) : host.cgroups
		};
	},
	ThreadSpawned: (host, { pid, tid, nsTid, comm }) => {
		const process = host.processes.get(pid);
		if (!process) return host;
		return {
			...host,
			next: tid + 1,
			threads: host.threads.set(tid, pid),
			processes: host.processes.set(pid, {
				...process,
				threads: [...process.threads, {
					tid,
					nsTid,
					comm
				}]
			}),
			namespaces: process.namespace === "host" ? host.namespaces : host.namespaces.rewrite(process.namespace, (it) => it && {
				...it,
				next: nsTid + 1,
				threads: it.threads.set(nsTid, pid)
			}),
			cgroups: process.cgroup === void 0 ? host.cgroups : counted(host.cgroups, process.cgroup, 1)
		};
	},
	DispositionSet: (host, { pid, signal, disposition }) => change$1(host, pid, (it) => {
		const { [signal]: _, ...others } = it.dispositions;
		return {
			...it,
			dispositions: disposition ? {
				...others,
				[signal]: disposition
			} : others
		};
	}),
	SubreaperSet: (host, { pid }) => change$1(host, pid, (it) => ({
		...it,
		subreaper: true
	})),
	ReapingSet: (host, { pid, reaps }) => change$1(host, pid, (it) => ({
		...it,
		reaps
	})),
	PidMaxSet: (host, { namespace, max }) => ({
		...host,
		namespaces: host.namespaces.rewrite(namespace, (it) => it && {
			...it,
			max
		})
	}),
	SignalDelivered: (host, { pid, signal }) => change$1(host, pid, (it) => it.pending.length === 0 ? it : {
		...it,
		pending: it.pending.filter((waiting) => waiting !== signal)
	}),
	SignalQueued: (host, { pid, signal }) => change$1(host, pid, (it) => it.pending.includes(signal) ? it : {
		...it,
		pending: [...it.pending, signal]
	}),
	ProcessStopped: (host, { pid }) => change$1(host, pid, (it) => ({
		...it,
		state: "stopped"
	})),
	ProcessContinued: (host, { pid }) => change$1(host, pid, (it) => ({
		...it,
		state: "sleeping"
	})),
	ProcessReparented: (host, { pid, parent }) => {
		const process = host.processes.get(pid);
		if (!process) return host;
		const freed = unlinkChild(host.processes, process.parent, pid).set(pid, {
			...process,
			parent
		});
		return {
			...host,
			processes: linkChild(freed, parent, pid)
		};
	},
	ProcessExited: (host, { pid, ending }) => {
		const process = host.processes.get(pid);
		if (!process) return host;
		const { threads } = process;
		return {
			...threads.length > 0 ? withoutThreads(host, process) : host,
			processes: host.processes.set(pid, {
				...process,
				state: "zombie",
				ending,
				threads: noThreads,
				pending: nothingPending
			}),
			cgroups: process.cgroup === void 0 ? host.cgroups : left(host.cgroups, process.cgroup, pid, threads.length)
		};
	},
	ProcessReaped: (host, { pid }) => {
		const process = host.processes.get(pid);
		if (!process) return host;
		const reaped = {
			...host,
			processes: kept(host, unlinkChild(host.processes, process.parent, pid).delete(pid), process),
			namespaces: process.namespace === "host" ? host.namespaces : parted(host.namespaces, process),
			cgroups: process.cgroup === void 0 ? host.cgroups : counted(host.cgroups, process.cgroup, -1)
		};
		return process.serves !== void 0 && host.shims.get(process.serves) === pid ? withoutShim(reaped, process.serves) : reaped;
	},
	CgroupFrozen: (host, { container }) => frozen(host, container, true),
	CgroupThawed: (host, { container }) => frozen(host, container, false),
	DaemonStopped: (host) => ({
		...host,
		daemon: "stopped"
	}),
	DaemonCrashed: (host) => ({
		...host,
		daemon: "crashed"
	}),
	DaemonStarted: (host, { liveRestore }) => ({
		...host,
		daemon: "running",
		liveRestore
	})
});
/** A host to fold many events into while nobody looks: its tables change in place until they are made immutable again. */
const mutableHost = (host) => withTables(host, (table) => table.asMutable());
const immutableHost = (host) => withTables(host, (table) => table.asImmutable());
const withTables = (host, change) => ({
	...host,
	processes: change(host.processes),
	threads: change(host.threads),
	namespaces: change(host.namespaces),
	cgroups: change(host.cgroups),
	shims: change(host.shims)
});
const born$1 = (it) => ({
	pid: it.pid,
	parent: it.parent,
	kind: it.kind,
	namespace: it.namespace,
	nsPid: it.nsPid,
	cgroup: it.cgroup,
	serves: it.serves,
	exec: it.exec,
	comm: it.comm,
	argv: it.argv,
	user: it.user,
	state: "sleeping",
	threads: noThreads,
	children: PersistentMap.empty(),
	subreaper: it.kind === "shim",
	reaps: it.reaps,
	dispositions: it.dispositions,
	pending: nothingPending,
	ending: void 0,
	keeps: void 0
});
const noThreads = [];
const nothingPending = [];
const change$1 = (host, pid, by) => {
	const process = host.processes.get(pid);
	const processes = process ? host.processes.set(pid, by(process)) : host.processes;
	return processes === host.processes ? host : {
		...host,
		processes
	};
};
const linkChild = (all, parent, child) => parent === 0 ? all : all.rewrite(parent, (it) => it && {
	...it,
	children: it.children.set(child, true)
});
const unlinkChild = (all, parent, child) => parent === 0 ? all : all.rewrite(parent, (it) => it && {
	...it,
	children: it.children.delete(child)
});
/** A shim keeps the end of its main while no daemon asks for it. */
const kept = ({ daemon }, all, { pid, kind, parent, ending }) => kind !== "main" || daemon === "running" || parent === 0 || !ending ? all : all.rewrite(parent, (shim) => shim?.kind === "shim" ? {
	...shim,
	keeps: {
		main: pid,
		ending
	}
} : shim);
const joined$1 = (all, it) => {
	const namespace = all.get(it.namespace);
	const members = (namespace?.members ?? PersistentMap.empty()).set(it.nsPid, it.pid);
	return all.set(it.namespace, {
		id: it.namespace,
		init: namespace?.init ?? it.pid,
		next: it.nextNsPid,
		max: namespace?.max ?? newNamespaceMax,
		members,
		threads: namespace?.threads ?? PersistentMap.empty()
	});
};
/** A namespace ends with its last member. */
const parted = (all, { namespace, nsPid }) => all.rewrite(namespace, (it) => {
	if (!it) return it;
	const members = it.members.delete(nsPid);
	return members.size === 0 ? void 0 : {
		...it,
		members
	};
});
const withoutThreads = (host, { namespace, threads }) => ({
	...host,
	threads: host.threads.setAll(threads.map(({ tid }) => [tid, void 0])),
	namespaces: namespace === "host" ? host.namespaces : host.namespaces.rewrite(namespace, (it) => it && {
		...it,
		threads: it.threads.setAll(threads.map(({ nsTid }) => [nsTid, void 0]))
	})
});
const entered = (all, container, pid) => all.rewrite(container, (it) => ({
	frozen: it?.frozen ?? false,
	members: (it?.members ?? PersistentMap.empty()).set(pid, true),
	pids: (it?.pids ?? 0) + 1
}));
/** A zombie has left `cgroup.procs`, and is still counted until somebody waits for it. */
const left = (all, container, pid, threads) => all.rewrite(container, (it) => it && {
	...it,
	members: it.members.delete(pid),
	pids: it.pids - threads
});
/** A cgroup ends with the last number in it. */
const counted = (all, container, more) => all.rewrite(container, (it) => it && it.pids + more > 0 ? {
	...it,
	pids: it.pids + more
} : void 0);
/**
* What a shim does last is to remove its container's cgroup. That succeeds when only zombies are left of it: their
* adoptive parent in a joined namespace may be stopped, and they stay, in no cgroup any more (measured, docs/facts.md).
*/
const withoutShim = (host, container) => {
	const without = {
		...host,
		shims: host.shims.delete(container)
	};
	if (host.cgroups.get(container)?.members.size !== 0) return without;
	const zombies = [...host.processes.values()].filter(({ cgroup }) => cgroup === container);
	return {
		...without,
		cgroups: host.cgroups.delete(container),
		processes: host.processes.setAll(zombies.map((zombie) => [zombie.pid, {
			...zombie,
			cgroup: void 0
		}]))
	};
};
const frozen = (host, container, frozen) => {
	const cgroup = host.cgroups.get(container);
	if (!cgroup) return host;
	const { members, pids } = cgroup;
	const cgroups = host.cgroups.set(container, {
		frozen,
		members,
		pids
	});
	return cgroups === host.cgroups ? host : {
		...host,
		cgroups
	};
};
const evolveImage = evolveBy({
	ImageStored: (_, it) => ({
		id: it.id,
		bytes: it.bytes,
		config: it.config,
		...it.parent !== void 0 && { parent: it.parent },
		storedAt: it.at
	}),
	ImageParentSet: (image, { parent }) => image && {
		...image,
		parent
	},
	ImageLastTagged: (image, { at }) => image && {
		...image,
		lastTagged: at
	},
	ImageSaved: (image) => image,
	ImageAnnounced: (image) => image,
	ImageRemoved: () => void 0
});
// src/core/overlay/build-tree.ts
/**
* A whole tree from a list of paths, at the cost of the list. Missing directories are made 0755 and root's, as the engine
* does on unpacking; one that comes later sets their attributes. The empty path and `/` set those of the root.
*/
const treeOfEntries = (entries, mtime = epoch) => {
	const inodes = /* @__PURE__ */ new Map([[1, {
		data: directory$2(mtime),
		nlink: 1,
		entries: /* @__PURE__ */ new Map()
	}]]);
	const draft = {
		inodes,
		mtime,
		next: 2
	};
	for (const { path, hardLink, node } of entries) {
		const [parent, name] = parentOf$2(draft, partsOf$1(path));
		if (hardLink !== void 0) giveName(parent, name, find$1(draft, hardLink), draft);
		else put$3(draft, parent, name, node);
	}
	return {
		inodes: PersistentMap.of(finished$1(inodes)),
		next: draft.next
	};
};
const partsOf$1 = (path) => path.split("/").filter((part) => part !== "");
const at$4 = (draft, ino) => known$1(draft.inodes.get(ino), `inode ${ino}`);
const parentOf$2 = (draft, parts) => {
	let parent = at$4(draft, 1);
	for (const part of parts.slice(0, -1)) {
		const ino = parent.entries.get(part);
		parent = at$4(draft, ino ?? put$3(draft, parent, part, directory$2(draft.mtime)));
	}
	return [parent, parts.at(-1) ?? ""];
};
const find$1 = (draft, path) => {
	const [parent, name] = parentOf$2(draft, partsOf$1(path));
	return known$1(parent.entries.get(name), `entry ${path}`);
};
const put$3 = (draft, parent, name, data) => {
	const there = name === "" ? 1 : parent.entries.get(name);
	const old = there === void 0 ? void 0 : draft.inodes.get(there);
	if (there !== void 0 && old?.data.kind === "directory" && data.kind === "directory") {
		old.data = data;
		return there;
	}
	const ino = draft.next++;
	draft.inodes.set(ino, {
		data,
		nlink: 0,
		entries: /* @__PURE__ */ new Map()
	});
	giveName(parent, name, ino, draft);
	return ino;
};
const giveName = (parent, name, ino, draft) => {
	const before = parent.entries.get(name);
	at$4(draft, ino).nlink += 1;
	parent.entries.set(name, ino);
	if (before !== void 0) at$4(draft, before).nlink -= 1;
};
function* finished$1(inodes) {
	for (const [ino, { data, nlink, entries }] of inodes) {
		if (nlink === 0) continue;
		yield [ino, withLinks(data, nlink, data.kind === "directory" ? PersistentMap.of(entries) : void 0)];
	}
}
const evolveLayer = evolveBy({
	LayerRegistered: (_, it) => ({
		chainId: it.id,
		diffId: it.diffId,
		...it.parent !== void 0 && { parent: it.parent },
		size: it.size,
		cacheId: it.cacheId,
		link: it.link,
		depth: it.depth,
		tree: treeOfEntries(it.entries),
		createdAt: it.at
	}),
	LayerReleased: () => void 0
});
const evolveReference = evolveBy({
	ReferenceSet: (_, { id, image }) => ({
		reference: id,
		image
	}),
	ReferenceRemoved: () => void 0
});
const evolveVolume = evolveBy({
	VolumeCreated: (_, it) => ({
		name: it.id,
		driver: it.driver,
		...it.labels && { labels: it.labels },
		...it.options && { options: it.options },
		anonymous: it.anonymous,
		createdAt: it.at,
		content: emptyTree(),
		mountedBy: PersistentMap.empty()
	}),
	VolumeCreatedAgain: (it) => it,
	VolumeMounted: (it, { container }) => it && {
		...it,
		mountedBy: it.mountedBy.set(container, true)
	},
	VolumeUnmounted: (it, { container, stays }) => it && (stays ? it : {
		...it,
		mountedBy: it.mountedBy.delete(container)
	}),
	VolumeChanged: (it, { changes }) => it && {
		...it,
		content: applyChanges$1(it.content, changes)
	},
	VolumeRemoved: () => void 0
});
const evolveWriteLayer = evolveBy({
	WriteLayerCreated: (_, it) => ({
		container: it.id,
		mountId: it.mountId,
		link: it.link,
		initLink: it.initLink,
		...it.parent !== void 0 && { parent: it.parent },
		init: applyChanges$1(emptyTree(), it.init),
		upper: emptyTree(it.at),
		mounted: false,
		everMounted: false
	}),
	MergedMounted: (it) => it && {
		...it,
		mounted: true,
		everMounted: true
	},
	MergedUnmounted: (it) => it && {
		...it,
		mounted: false
	},
	UpperChanged: (it, { changes }) => it && {
		...it,
		upper: applyChanges$1(it.upper, changes)
	},
	WriteLayerDiscarded: () => void 0
});
/** The same for many events of one layer, when nobody looks in between: upper is written once. */
const foldWriteLayer = (before, events) => {
	let [it, upper] = [before, void 0];
	for (const event of events) if (event.type === "UpperChanged" && it) {
		upper ??= new TreeDraft(it.upper);
		upper.apply(event.changes);
	} else {
		it = evolveWriteLayer(withUpper(it, upper), event);
		upper = void 0;
	}
	return withUpper(it, upper);
};
const withUpper = (it, upper) => it && upper ? {
	...it,
	upper: upper.tree()
} : it;
// src/core/world.ts
const emptyWorld = {
	layers: PersistentMap.empty(),
	images: PersistentMap.empty(),
	references: PersistentMap.empty(),
	containers: PersistentMap.empty(),
	writeLayers: PersistentMap.empty(),
	volumes: PersistentMap.empty(),
	host: bareHost,
	distribution: noDistribution,
	indexes: noIndexes
};
/** Folds one event into the world: rewrites one aggregate, and the index entries that follow from it. */
const evolve = (world, event) => {
	switch (event.stream) {
		case "container": {
			const before = world.containers.get(event.id);
			const after = evolveContainer(before, event);
			if (before === after) return world;
			return {
				...world,
				containers: put$2(world.containers, event.id, after),
				indexes: indexExec(indexContainer(world.indexes, before, after), event, before)
			};
		}
		case "host": return {
			...world,
			host: evolveHost(world.host, event)
		};
		case "write-layer": {
			const before = world.writeLayers.get(event.id);
			const after = evolveWriteLayer(before, event);
			return {
				...world,
				writeLayers: put$2(world.writeLayers, event.id, after),
				indexes: indexWriteLayer(world.indexes, before, after)
			};
		}
		case "layer": {
			const before = world.layers.get(event.id);
			const after = evolveLayer(before, event);
			return {
				...world,
				layers: put$2(world.layers, event.id, after),
				indexes: indexLayer(world.indexes, before, after)
			};
		}
		case "image": {
			const before = world.images.get(event.id);
			const after = evolveImage(before, event);
			return {
				...world,
				images: put$2(world.images, event.id, after),
				indexes: indexImage(world.indexes, before, after)
			};
		}
		case "reference": {
			const before = world.references.get(event.id);
			const after = evolveReference(before, event);
			return {
				...world,
				references: put$2(world.references, event.id, after),
				indexes: indexReference(world.indexes, before, after)
			};
		}
		case "volume": return {
			...world,
			volumes: put$2(world.volumes, event.id, evolveVolume(world.volumes.get(event.id), event))
		};
		case "distribution": return {
			...world,
			distribution: evolveDistribution(world.distribution, event)
		};
		default: return never(event);
	}
};
const evolveAll = (world, events) => latest.events === events && latest.before === world && latest.length === events.length ? latest.after : events.reduce(evolve, world);
let latest = {
	before: emptyWorld,
	events: [],
	length: 0,
	after: emptyWorld
};
const remember = (before, events, after) => {
	latest = {
		before,
		events,
		length: events.length,
		after
	};
	return events;
};
const put$2 = (map, key, value) => value === void 0 ? map.delete(key) : map.set(key, value);
// src/programs/scheduler.ts
/** A program was ended from outside while it waited. */
var Ended = class extends Error {
	name = "Ended";
};
/**
* The programs that run in containers take turns by themselves; this only knows how many of them do something right now,
* and what the others wait for. Times are milliseconds of the session's clock.
*/
var Scheduler = class {
	busy = 0;
	waiting = [];
	idlers = [];
	failure;
	/** Sets a program going. */
	start(program) {
		this.busy++;
		program().catch((error) => {
			if (!(error instanceof Ended)) this.failure ??= error;
		}).finally(() => this.rest());
	}
	/** The calling program waits until `due`; for ever, when that is infinity. */
	async waitUntil(pid, due) {
		try {
			await new Promise((resolve, reject) => {
				this.waiting = [...this.waiting, {
					pid,
					due,
					wake: resolve,
					end: () => reject(new Ended())
				}];
				this.rest();
			});
		} finally {
			this.busy++;
		}
	}
	/** Returns when every program waits. */
	async idle() {
		await new Promise((resolve) => setImmediate(resolve));
		while (this.busy > 0) await new Promise((resolve) => this.idlers.push(resolve));
		if (this.failure !== void 0) throw this.failure;
	}
	/** When the next program wakes that `isAble` to. */
	nextDue(isAble) {
		const due = this.waiting.filter(({ pid, due }) => due !== Number.POSITIVE_INFINITY && isAble(pid)).map((it) => it.due);
		return due.length === 0 ? void 0 : Math.min(...due);
	}
	/** Wakes those that are due, oldest first. */
	wake(now, isAble) {
		this.release(({ pid, due }) => due <= now && isAble(pid), ({ wake }) => wake());
	}
	/** Wakes a program before its time. */
	rouse(pid) {
		this.release((it) => it.pid === pid, ({ wake }) => wake());
	}
	/** The process is gone: its program stops where it waits. */
	end(pid) {
		this.release((it) => it.pid === pid, ({ end }) => end());
	}
	release(isMeant, free) {
		const meant = this.waiting.filter(isMeant).sort((a, b) => a.due - b.due);
		if (meant.length === 0) return;
		this.waiting = this.waiting.filter((it) => !meant.includes(it));
		meant.forEach(free);
	}
	rest() {
		this.busy--;
		if (this.busy > 0) return;
		const idlers = this.idlers;
		this.idlers = [];
		for (const idler of idlers) idler();
	}
};
// src/programs/machine.ts
/** Programs that wake each other for ever must not keep the session busy for ever. */
const mostTurns = 1e5;
/** After so many turns without an end a waiting client takes it that there is none. */
const patience = 2e3;
/** A session in whose containers programs run, on the session's own clock. */
var ProgramMachine = class {
	scheduler = new Scheduler();
	engine;
	runProgram;
	past = [];
	endings = /* @__PURE__ */ new Map();
	preparations = /* @__PURE__ */ new Map();
	endless = /* @__PURE__ */ new Set();
	watchers = [];
	listeners = /* @__PURE__ */ new Map();
	constructor(engine, runProgram) {
		this.engine = engine;
		this.runProgram = runProgram;
	}
	get world() {
		return this.engine.world;
	}
	get now() {
		return this.engine.now;
	}
	async perform(command) {
		for (const prepare of this.preparations.values()) prepare(command);
		const decision = this.act(command);
		await this.settle();
		return decision;
	}
	/** A program wants to do something before a command takes effect, as long as its process lives. */
	prepare(pid, act) {
		this.preparations.set(pid, act);
	}
	/** Decides at once; a program in the middle of its turn uses this. */
	act(command) {
		const before = this.engine.world;
		const decision = this.engine.perform(command);
		if (decision.events.length > 0) this.past.push({
			before,
			events: decision.events
		});
		for (const event of decision.events) this.notice(event);
		return decision;
	}
	async pass(millis) {
		const target = millisOf(this.now) + millis;
		for (let turn = 0; turn < mostTurns; turn++) {
			await this.settle();
			const due = this.nextDue();
			if (due === void 0 || due > target) break;
			this.passTo(due);
		}
		this.passTo(target);
		await this.settle();
	}
	async until(isSo, who) {
		for (let turn = 0; turn < patience; turn++) {
			await this.settle();
			if (isSo()) return true;
			const pid = who?.();
			if (pid !== void 0 && this.endless.has(pid)) return false;
			const due = this.nextDue();
			if (due === void 0) return false;
			this.passTo(due);
		}
		return false;
	}
	/** A program that the model knows by name only: whoever waits for its end alone need not wait on. */
	goesOn(pid) {
		this.endless.add(pid);
	}
	watch(see) {
		this.watchers = [...this.watchers, see];
		return () => {
			this.watchers = this.watchers.filter((it) => it !== see);
		};
	}
	listen(exec, hear) {
		this.listeners.set(exec, hear);
		return () => void this.listeners.delete(exec);
	}
	bring(bytes) {
		return this.engine.bring(bytes);
	}
	contents(digest) {
		return this.engine.blobs.get(digest);
	}
	*history() {
		for (const { before, events } of this.past) {
			let world = before;
			for (const event of events) {
				yield {
					event,
					before: world
				};
				world = evolve(world, event);
			}
		}
	}
	/** A process writes: to its container's log, or, of an exec, to the exec's client. */
	print(pid, output, text) {
		if (text === "") return;
		const exec = this.world.host.processes.get(pid)?.exec;
		if (exec !== void 0) this.listeners.get(exec)?.(output, text);
		this.act({
			issuer: "process",
			type: "PrintOutput",
			pid,
			output,
			text
		});
	}
	/** The signal that ended a process; 0 when it ended by itself. */
	signalOf(pid) {
		return this.endings.get(pid) ?? 0;
	}
	notice(event) {
		for (const see of this.watchers) see(event);
		if (event.type === "ProcessExited") {
			if ("signal" in event.ending) this.endings.set(event.pid, event.ending.signal);
			this.preparations.delete(event.pid);
			this.endless.delete(event.pid);
			this.scheduler.end(event.pid);
		}
		if (event.type === "ProcessSpawned" && (event.kind === "main" || event.kind === "exec" || event.kind === "ward")) this.scheduler.start(async () => {
			await void 0;
			await this.runProgram(this, event.pid);
		});
	}
	isAble = (pid) => {
		const process = this.world.host.processes.get(pid);
		return !(process?.cgroup !== void 0 && this.world.host.cgroups.get(process.cgroup)?.frozen === true) && process?.state !== "stopped";
	};
	async settle() {
		for (let turn = 0; turn < mostTurns; turn++) {
			await this.scheduler.idle();
			const now = millisOf(this.now);
			const due = this.nextDue();
			if (due === void 0 || due > now) return;
			if ((this.nextRestart() ?? now + 1) <= now) this.act({
				issuer: "host",
				type: "FireRestarts"
			});
			this.scheduler.wake(now, this.isAble);
		}
	}
	nextDue() {
		const program = this.scheduler.nextDue(this.isAble);
		const restart = this.nextRestart();
		if (program === void 0 || restart === void 0) return program ?? restart;
		return Math.min(program, restart);
	}
	/** When the engine starts the next container again by its policy. */
	nextRestart() {
		let next;
		for (const { state } of this.world.containers.values()) {
			if (state.status !== "restarting") continue;
			const due = millisOf(state.dueAt) + 1;
			if (next === void 0 || due < next) next = due;
		}
		return next;
	}
	passTo(due) {
		const now = millisOf(this.now);
		if (due > now) this.engine.pass(due - now);
	}
};
// src/core/mounts/tmpfs.ts
/** Where every container has a tmpfs that nobody asked for, unless its IPC namespace is the host's or none. */
const sharedMemory = "/dev/shm";
/** A tmpfs that a container asked for; what nobody has told of yet is empty. */
const tmpfsAt = (container, destination) => ({
	owner: container.id,
	tree: container.tmpfs?.get(destination) ?? emptyTmpfs(container)
});
/** `/dev/shm`, shared with the container whose IPC namespace it joined; nothing where the host's is mounted, or none. */
const sharedMemoryOf = (world, container) => {
	const mode = container.hostConfig.IpcMode ?? "";
	if (mode === "host" || mode === "none") return void 0;
	if (!mode.startsWith("container:")) return tmpfsAt(container, sharedMemory);
	const donor = world.containers.get(mode.slice(10));
	return donor && "pid" in donor.state ? tmpfsAt(donor, sharedMemory) : void 0;
};
/** The root of a tmpfs: everybody's and sticky, where nothing else is asked for (measured, docs/facts.md). */
const rootOfTmpfs = (mtime, asked) => ({
	kind: "directory",
	mode: 1023,
	uid: 0,
	gid: 0,
	...asked,
	mtime
});
const emptyTmpfs = ({ state }) => {
	const mountedAt = ("startedAt" in state ? state.startedAt : void 0) ?? epoch;
	return applyChanges$1(emptyTree(), [{
		set: 1,
		node: rootOfTmpfs(mountedAt, {})
	}]);
};
const tmpfsOptions$1 = ({ hostConfig, mounts }, destination) => {
	const { options = "", rw = true } = mounts.findLast((it) => it.destination === destination) ?? {};
	const words = options.split(",");
	const asked = hostConfig.Mounts?.find(({ Target }) => Target === destination)?.TmpfsOptions?.Mode;
	const mode = numberOf$2(words, "mode", 8) ?? asked;
	const [uid, gid] = [numberOf$2(words, "uid", 10), numberOf$2(words, "gid", 10)];
	return {
		...mode !== void 0 && { mode },
		...uid !== void 0 && { uid },
		...gid !== void 0 && { gid },
		isReadOnly: !rw || words.includes("ro"),
		isExec: words.lastIndexOf("exec") > words.lastIndexOf("noexec")
	};
};
const numberOf$2 = (words, name, base) => {
	const text = words.findLast((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
	return text === void 0 || !/^\d+$/.test(text) ? void 0 : Number.parseInt(text, base);
};
// src/core/overlay/lower.ts
const whiteout$1 = { kind: "whiteout" };
const bottom = {
	root: {
		kind: "directory",
		inode: {},
		origin: "",
		single: true,
		entries: PersistentMap.empty()
	},
	depth: 0
};
const remembered$8 = /* @__PURE__ */ new WeakMap();
/** What a name of a lower directory leads to. */
const lowerEntry = ({ entries, shared }, name) => entries.get(name) ?? shared?.get(name);
/** All names of a lower directory, each once. */
const lowerEntries = ({ entries, shared }) => shared === void 0 ? entries : PersistentMap.of([...shared, ...entries]);
/** The stack with one more layer on top. Costs what that layer holds, and is remembered for the same two parts. */
const stackOn = (lower, tree) => stack(lower, tree, false);
/** The same for a layer that only one container has: it leaves the maps of the layers below to those who share them. */
const ownOn = (lower, tree) => stack(lower, tree, true);
const stack = (lower, tree, isOwn) => {
	const below = lower ?? bottom;
	const above = remembered$8.get(below) ?? /* @__PURE__ */ new WeakMap();
	const known = above.get(tree);
	if (known) return known;
	const depth = below.depth + 1;
	const made = {
		root: stacked(lower?.root, tree, 1, {
			depth,
			isOwn
		}),
		depth
	};
	remembered$8.set(below, above.set(tree, made));
	return made;
};
/** A directory over what is below it: merged with a directory, alone over anything else. */
const stacked = (below, tree, ino, top) => {
	const inode = inodeOf(tree, ino);
	const names = [];
	for (const [name, child] of inode.entries ?? noEntries$1) names.push([name, entryOf$4(below && lowerEntry(below, name), tree, child, top)]);
	const origin = `${top.depth}:${ino}`;
	const single = below === void 0;
	if (below && top.isOwn && below.shared === void 0) return {
		kind: "directory",
		inode,
		origin,
		single,
		entries: PersistentMap.of(names),
		shared: below.entries
	};
	return {
		kind: "directory",
		inode,
		origin,
		single,
		entries: below ? lowerEntries(below).setAll(names) : PersistentMap.of(names)
	};
};
const entryOf$4 = (below, tree, ino, top) => {
	const inode = inodeOf(tree, ino);
	if (inode.kind === "whiteout") return whiteout$1;
	if (inode.kind !== "directory") return {
		kind: "leaf",
		inode,
		origin: `${top.depth}:${ino}`
	};
	return stacked(below?.kind === "directory" && !inode.opaque ? below : void 0, tree, ino, top);
};
// src/core/overlay/union.ts
const rootOf = ({ lower, upper }) => ({
	name: "",
	parent: void 0,
	inode: inodeOf(upper, 1),
	upper: 1,
	lower: lower?.root
});
const isDirectory$3 = (node) => node.inode.kind === "directory";
/** The lower stack of a directory. */
const stackOfDirectory = (dir) => dir.lower?.kind === "directory" ? dir.lower : void 0;
/** What the lower stack of a directory has at a name. */
const belowAt = (dir, name) => dir.lower?.kind === "directory" ? lowerEntry(dir.lower, name) : void 0;
/** What upper has at a name: an object, a whiteout, or nothing. */
const upperEntry = (union, dir, name) => dir.upper === void 0 ? void 0 : inodeOf(union.upper, dir.upper).entries?.get(name);
const hasUpperWhiteout = (union, dir, name) => {
	const ino = upperEntry(union, dir, name);
	return ino !== void 0 && inodeOf(union.upper, ino).kind === "whiteout";
};
/** Whether the first lower layer that has the name has something there: then its removal must leave a whiteout. */
const isLowerPositive = (dir, name) => {
	const entry = belowAt(dir, name);
	return entry !== void 0 && entry.kind !== "whiteout";
};
/** One name of a directory, looked up as the kernel does: upper decides, then the lower stack. */
const child = (union, dir, name) => {
	if (dir.gone) return void 0;
	const upper = upperEntry(union, dir, name);
	const below = belowAt(dir, name);
	if (upper === void 0) {
		if (below === void 0 || below.kind === "whiteout") return void 0;
		return {
			name,
			parent: dir,
			inode: below.inode,
			upper,
			lower: below
		};
	}
	const inode = inodeOf(union.upper, upper);
	if (inode.kind === "whiteout") return void 0;
	return {
		name,
		parent: dir,
		inode,
		upper,
		lower: inode.kind === "directory" && !inode.opaque && below?.kind === "directory" ? below : void 0
	};
};
/** The names that a directory lists, sorted. A directory of one layer is listed raw: its whiteouts are names too. */
const list$1 = (union, dir) => {
	const stack = stackOfDirectory(dir);
	const raw = dir.parent !== void 0 && (stack === void 0 || dir.upper === void 0 && stack.single);
	return namesOf$2(union, dir, raw).sort(compareNames);
};
/** The names that lead to something. */
const listVisible = (union, dir) => namesOf$2(union, dir, false).sort(compareNames);
const isEmpty$1 = (union, dir) => namesOf$2(union, dir, false).length === 0;
const namesOf$2 = (union, dir, raw) => {
	const names = [];
	if (dir.gone) return names;
	const upper = dir.upper === void 0 ? noEntries$1 : inodeOf(union.upper, dir.upper).entries ?? noEntries$1;
	for (const [name, ino] of upper) if (raw || inodeOf(union.upper, ino).kind !== "whiteout") names.push(name);
	const stack = stackOfDirectory(dir);
	for (const [name, entry] of stack ? lowerEntries(stack) : []) if ((raw || entry.kind !== "whiteout") && !upper.has(name)) names.push(name);
	return names;
};
/** Whether two finds are the same object to overlay. Two names of one lower inode are not. */
const isSame$2 = (a, b) => a.upper === void 0 ? b.upper === void 0 && a.lower === b.lower : a.upper === b.upper;
// src/core/overlay/edit.ts
const edit = (union, ctx) => ({
	union,
	ctx,
	changes: [],
	copied: [],
	stamped: [],
	next: union.upper.next
});
const done$1 = ({ changes }) => ({
	ok: true,
	changes,
	value: void 0
});
const doneWith = ({ changes }, value) => ({
	ok: true,
	changes,
	value
});
/**
* What an object is in upper, or becomes there by copy-up. A lower file with several names becomes a file of its own,
* without a trace of where it came from (measured).
*/
const dataOf$1 = ({ inode, upper, lower }) => {
	if (upper !== void 0 || lower === void 0) return withoutLinks(inode);
	const data = lower.kind === "directory" ? plainDirectory(inode) : withoutLinks(inode);
	return lower.kind === "leaf" && inode.nlink > 1 ? data : withOrigin(data, lower.origin);
};
/** A copied-up directory never takes over the opaque mark that it has in its layer. */
const plainDirectory = ({ mode, uid, gid, mtime, xattrs }) => xattrs ? {
	kind: "directory",
	mode,
	uid,
	gid,
	mtime,
	xattrs
} : {
	kind: "directory",
	mode,
	uid,
	gid,
	mtime
};
/** Copies an object and all missing ancestors into upper: mode, owner, times and xattrs of the topmost version. */
const copyUp = (to, node) => {
	if (node.upper !== void 0) return node.upper;
	const lower = known$1(node.lower, "lower object");
	for (const [copied, ino] of to.copied) if (copied === lower) return ino;
	const parent = copyUp(to, known$1(node.parent, "parent of a lower object"));
	const ino = makeObject(to, dataOf$1(node));
	to.changes.push({
		in: parent,
		name: node.name,
		ino
	});
	to.copied.push([lower, ino]);
	return ino;
};
/** A new inode in upper, still without a name. */
const makeObject = (to, node) => {
	const ino = to.next++;
	to.changes.push({
		make: ino,
		node
	});
	return ino;
};
/** New attributes or content of an object, which is copied up first. */
const change = (to, node, data) => {
	const ino = copyUp(to, node);
	to.changes.push({
		set: ino,
		node: data
	});
	return ino;
};
/** The directory's contents changed: so does its mtime. Copying up a child is no such change. */
const stamp$1 = (to, dir) => {
	const ino = copyUp(to, dir);
	if (to.stamped.includes(ino)) return;
	to.stamped.push(ino);
	change(to, dir, {
		...dataOf$1(dir),
		mtime: to.ctx.now
	});
};
/** Puts an inode of upper at a name, over whatever upper has there. */
const putName = (to, dir, name, ino) => {
	to.changes.push({
		in: copyUp(to, dir),
		name,
		ino
	});
	stamp$1(to, dir);
};
/** Takes a name out; where a lower layer still has something, a whiteout stays. All whiteouts of a mount are one inode. */
const removeName = (to, dir, name) => {
	const parent = copyUp(to, dir);
	if (isLowerPositive(dir, name)) to.changes.push({
		in: parent,
		name,
		ino: sharedWhiteout(to)
	});
	else to.changes.push({
		in: parent,
		name
	});
	stamp$1(to, dir);
};
/** Whiteouts that hide nothing visible go with their directory. */
const clearWhiteouts = (to, dir) => {
	if (dir.upper === void 0) return;
	for (const [name] of inodeOf(to.union.upper, dir.upper).entries ?? []) to.changes.push({
		in: dir.upper,
		name
	});
};
const sharedWhiteout = (to) => {
	const { whiteout } = to.union.upper;
	if (whiteout !== void 0) return whiteout;
	const ino = to.next++;
	to.changes.push({
		make: ino,
		node: whiteoutOf(to.ctx),
		shared: true
	});
	return ino;
};
/** A character device 0:0. */
const whiteoutOf = ({ now }) => ({
	kind: "whiteout",
	mode: 0,
	uid: 0,
	gid: 0,
	mtime: now
});
// src/core/overlay/outcome.ts
const root$3 = {
	uid: 0,
	gid: 0
};
const failed$1 = (errno) => ({
	ok: false,
	errno
});
/** What a look gave, as an outcome without changes. */
const seen = (value) => ({
	ok: true,
	changes: none$2,
	value
});
const none$2 = [];
/** Internally an errno travels in place of the value. */
const isErrno = (value) => typeof value === "string";
// src/core/overlay/permission.ts
/** Whether someone may read (4), write (2) or search and execute (1). Root in a container overrides all modes. */
const mayAccess = (inode, who, bits) => {
	if (who.uid === 0) return true;
	if (who.uid === inode.uid) return (inode.mode >> 6 & bits) === bits;
	if (isInGroup(inode.gid, who)) return (inode.mode >> 3 & bits) === bits;
	return (inode.mode & bits) === bits;
};
const isInGroup = (gid, who) => who.gid === gid || (who.groups?.includes(gid) ?? false);
/** Adding and removing names needs write and search permission on the directory. */
const mayChangeNames = (dir, who) => mayAccess(dir, who, 3);
/** In a sticky directory only the owner of the directory or of the object removes its name. */
const isSticky = (dir, victim, who) => who.uid !== 0 && (dir.mode & 512) !== 0 && who.uid !== victim.uid && who.uid !== dir.uid;
/** Mode, times and owner are the owner's to change. */
const isOwner = (inode, who) => who.uid === 0 || who.uid === inode.uid;
// src/core/overlay/resolve.ts
const maxLinks$2 = 40;
const maxName = 255;
const maxPath = 4095;
const walkOf = (union, who) => ({
	union,
	who,
	links: 0
});
/** The directory that relative paths start at. */
const startOf$1 = (walk) => {
	const { cwd = "/" } = walk.who;
	if (typeof cwd !== "string") return cwd;
	return cwd === "/" ? rootOf(walk.union) : resolveFrom(walk, rootOf(walk.union), cwd, true);
};
/** The object a path leads to. A trailing slash follows a link and demands a directory. */
const resolve$1 = (union, path, who, follow) => {
	const walk = walkOf(union, who);
	const start = path.startsWith("/") ? rootOf(union) : startOf$1(walk);
	return isErrno(start) ? start : resolveFrom(walk, start, path, follow);
};
/** The parent of a path's last component, which need not exist. */
const resolveParent = (union, path, who) => {
	const walk = walkOf(union, who);
	const start = path.startsWith("/") ? rootOf(union) : startOf$1(walk);
	return isErrno(start) ? start : placeFrom(walk, start, path);
};
const resolveFrom = (walk, start, path, follow) => {
	const place = placeFrom(walk, start, path);
	if (isErrno(place)) return place;
	const unknowable = nameProblem(place);
	if (unknowable) return unknowable;
	const found = nodeAt(walk, place);
	if (found === void 0) return "ENOENT";
	if (found.inode.kind === "symlink" && (follow || place.slash)) {
		const target = followed$1(walk, place.dir, found.inode.target);
		return !isErrno(target) && place.slash && !isDirectory$3(target) ? "ENOTDIR" : target;
	}
	return place.slash && !isDirectory$3(found) ? "ENOTDIR" : found;
};
/** What stands at a place now. */
const nodeAt = ({ union }, { dir, last, kind }) => {
	if (kind === "name") return child(union, dir, last);
	return kind === "dotdot" ? dir.parent ?? dir : dir;
};
/** Counts one more symlink of the walk; `true` when it was one too many. */
const tooManyLinks = (walk) => ++walk.links > maxLinks$2;
const followed$1 = (walk, dir, target) => tooManyLinks(walk) ? "ELOOP" : resolveFrom(walk, dir, target, true);
/** Walks all but the last component. */
const placeFrom = (walk, start, path) => {
	if (path === "") return "ENOENT";
	if (path.length * 3 > maxPath && byteLength(path) > maxPath) return "ENAMETOOLONG";
	let dir = path.startsWith("/") ? rootOf(walk.union) : start;
	let last;
	for (const part of path.split("/")) {
		if (part === "") continue;
		if (last !== void 0) {
			const next = step$3(walk, dir, last);
			if (isErrno(next)) return next;
			dir = next;
		}
		last = part;
	}
	if (last === void 0) return {
		dir,
		last: "",
		kind: "root",
		slash: false
	};
	if (!mayAccess(dir.inode, walk.who, 1)) return "EACCES";
	return {
		dir,
		last,
		kind: last === "." ? "dot" : last === ".." ? "dotdot" : "name",
		slash: path.endsWith("/")
	};
};
/** One component that must lead to a directory; even `.` needs the right to search. */
const step$3 = (walk, dir, part) => {
	if (!mayAccess(dir.inode, walk.who, 1)) return "EACCES";
	if (part === ".") return dir;
	if (part === "..") return dir.parent ?? dir;
	const unknowable = nameProblem({
		dir,
		last: part,
		kind: "name"
	});
	if (unknowable) return unknowable;
	const found = child(walk.union, dir, part);
	if (found === void 0) return "ENOENT";
	const next = found.inode.kind === "symlink" ? followed$1(walk, dir, found.inode.target) : found;
	return isErrno(next) || isDirectory$3(next) ? next : "ENOTDIR";
};
/**
* A name of more than 255 bytes is found out when it is looked up, after all that leads there; in a directory that was
* removed nothing is looked up, and nothing can be made (measured).
*/
const nameProblem = ({ dir, last, kind }) => {
	if (kind !== "name") return void 0;
	if (dir.gone) return "ENOENT";
	return isTooLong(last) ? "ENAMETOOLONG" : void 0;
};
const isTooLong = (name) => name.length * 3 > maxName && byteLength(name) > maxName;
// src/core/overlay/create.ts
/** `mkdir`: only the permission and sticky bits of the mode count (measured). */
const mkdir$1 = (union, path, ctx, mode = 511) => createAt(union, path, ctx, true, (dir) => ({
	kind: "directory",
	...attributes(ctx, dir, mode & 1023, true)
}));
/** `symlink`: the target is text, resolved only when followed; an empty one is refused. */
const symlink$1 = (union, target, path, ctx) => {
	if (target === "") return failed$1("ENOENT");
	if (byteLength(target) > 4095) return failed$1("ENAMETOOLONG");
	const data = (dir) => ({
		kind: "symlink",
		target,
		...attributes(ctx, dir, 511),
		mode: 511
	});
	return createAt(union, path, ctx, false, data);
};
const mkfifo = (union, path, ctx, mode = 438) => createAt(union, path, ctx, false, (dir) => ({
	kind: "fifo",
	...attributes(ctx, dir, mode)
}));
/** A bound socket leaves its name in the file system. */
const makeSocket = (union, path, ctx, mode = 511) => createAt(union, path, ctx, false, (dir) => ({
	kind: "socket",
	...attributes(ctx, dir, mode)
}));
/** `mknod` of a device. The character device 0:0 is overlay's whiteout and can not be made in a union (measured). */
const mknod$1 = (union, path, device, ctx, mode = 438) => {
	const isWhiteout = device.device === "char" && device.major === 0 && device.minor === 0;
	return createAt(union, path, ctx, false, (dir) => ctx.uid !== 0 || isWhiteout && union.lower ? "EPERM" : {
		kind: "device",
		...device,
		...attributes(ctx, dir, mode)
	});
};
const createAt = (union, path, ctx, isDirectory, dataIn) => {
	const place = freePlace(union, path, ctx, isDirectory);
	if (isErrno(place)) return failed$1(place);
	if (!mayChangeNames(place.dir.inode, ctx)) return failed$1("EACCES");
	const data = dataIn(place.dir);
	if (isErrno(data)) return failed$1(data);
	const to = edit(union, ctx);
	const isOpaque = isDirectory && hasUpperWhiteout(union, place.dir, place.last);
	const ino = makeObject(to, isOpaque ? {
		...data,
		opaque: true
	} : data);
	putName(to, place.dir, place.last, ino);
	return done$1(to);
};
/** Where something new can stand, or why it can not: an existing name comes before a read-only mount (measured). */
const freePlace = (union, path, ctx, isDirectory) => {
	const place = resolveParent(union, path, ctx);
	if (isErrno(place)) return place;
	const unknowable = nameProblem(place);
	if (unknowable) return unknowable;
	if (place.kind !== "name" || child(union, place.dir, place.last)) return "EEXIST";
	if (place.slash && !isDirectory) return "ENOENT";
	return ctx.readonly ? "EROFS" : place;
};
/** What a new object gets: the umask's mode, and in a set-gid directory that directory's group. */
const attributes = (ctx, { inode }, mode, isDirectory = false) => {
	const inherits = (inode.mode & 1024) !== 0;
	const asked = mode & 4095 & ~ctx.umask;
	const isForeign = ctx.uid !== 0 && !isInGroup(inode.gid, ctx);
	const bits = inherits && !isDirectory && isForeign && (asked & 1032) === 1032 ? asked & -1025 : asked;
	return {
		mode: inherits && isDirectory ? bits | 1024 : bits,
		uid: ctx.uid,
		gid: inherits ? inode.gid : ctx.gid,
		mtime: ctx.now
	};
};
// src/core/overlay/look.ts
const stat$1 = (union, path, who = root$3) => look(resolve$1(union, path, who, true), (node) => statOf$1(union, node));
const lstat = (union, path, who = root$3) => look(resolve$1(union, path, who, false), (node) => statOf$1(union, node));
const readlink = (union, path, who = root$3) => look(resolve$1(union, path, who, false), ({ inode }) => inode.kind === "symlink" ? seen(inode.target) : failed$1("EINVAL"));
/** The names in a directory, sorted bytewise. A name need not lead anywhere: see `list`. */
const readdir = (union, path, who = root$3) => look(resolve$1(union, path, who, true), (node) => {
	if (!isDirectory$3(node)) return failed$1("ENOTDIR");
	return mayAccess(node.inode, who, 4) ? seen(list$1(union, node)) : failed$1("EACCES");
});
/** A file's bytes. A FIFO without writers and a device give none. */
const readFile = (union, path, contents, who = root$3) => look(resolve$1(union, path, who, true), ({ inode }) => {
	if (!mayAccess(inode, who, 4)) return failed$1("EACCES");
	if (inode.kind === "directory") return failed$1("EISDIR");
	if (inode.kind === "socket") return failed$1("ENXIO");
	return seen(inode.kind === "file" ? bytesOf$3(inode, contents) : nothing$5);
});
const nothing$5 = /* @__PURE__ */ new Uint8Array();
/** Content-addressed, so what an inode names is there. */
const bytesOf$3 = (file, contents) => file.size === 0 ? nothing$5 : known$1(contents(file.content), `content ${file.content}`);
const look = (found, see) => isErrno(found) ? failed$1(found) : see(found);
const statOf$1 = (union, node) => {
	const { inode } = node;
	const { kind, mode, uid, gid, mtime } = inode;
	if (kind === "whiteout") return failed$1("ENOENT");
	const device = kind === "device" ? {
		type: inode.device,
		major: inode.major,
		minor: inode.minor
	} : void 0;
	return seen({
		kind,
		mode,
		uid,
		gid,
		mtime,
		size: sizeOf$2(inode),
		nlink: kind === "directory" ? linksOfDirectory(union, node) : inode.nlink,
		id: idOf(node),
		...device && { device }
	});
};
/** Overlay's inode number: the top lower directory's, the lower file's even after copy-up, else upper's (measured). */
const idOf = ({ parent, upper, lower, inode }) => {
	if (parent === void 0) return `upper:${upper}`;
	return lower?.origin ?? (inode.kind === "directory" ? void 0 : inode.origin) ?? `upper:${upper}`;
};
/** Measured: 1 for a merged directory, else 2 and one for each directory in it. */
const linksOfDirectory = (union, dir) => {
	const stack = stackOfDirectory(dir);
	if (stack && (dir.upper !== void 0 || !stack.single)) return 1;
	const isBelow = (name) => child(union, dir, name)?.inode.kind === "directory";
	return 2 + listVisible(union, dir).filter(isBelow).length;
};
// src/core/overlay/open.ts
/** Opens, writes, closes. Copy-up happens when a file is opened for writing, not at the first write (measured). */
const open$2 = (union, path, flags, ctx, writing) => {
	const walk = walkOf(union, ctx);
	const start = path.startsWith("/") ? rootOf(union) : startOf$1(walk);
	if (isErrno(start)) return failed$1(start);
	const found = findLast(walk, start, path, flags, false);
	if (isErrno(found)) return failed$1(found);
	return "inode" in found ? openNode(union, found, flags, ctx, writing) : createFile$2(union, found, flags, ctx, writing);
};
/** The object to open, or the free place where O_CREAT makes it; the last symlink is followed to either. */
const findLast = (walk, start, path, flags, slashBefore) => {
	const place = placeFrom(walk, start, path);
	if (isErrno(place)) return place;
	if (flags.create && place.kind === "name" && place.slash) return "EISDIR";
	const slash = place.slash || slashBefore;
	const unknowable = nameProblem(place);
	if (unknowable) return unknowable;
	const found = nodeAt(walk, place);
	if (!found) return flags.create ? place : "ENOENT";
	if (found.inode.kind === "symlink") {
		if (flags.create && flags.exclusive) return "EEXIST";
		if (flags.noFollow && flags.create && isTrap(found, walk.who)) return "EACCES";
		if (flags.noFollow && !slash) return flags.directory ? "ENOTDIR" : "ELOOP";
		return tooManyLinks(walk) ? "ELOOP" : findLast(walk, place.dir, found.inode.target, flags, slash);
	}
	return slash && !isDirectory$3(found) ? "ENOTDIR" : found;
};
const createFile$2 = (union, { dir, last }, flags, ctx, writing) => {
	if (ctx.readonly) return failed$1("EROFS");
	if (!mayChangeNames(dir.inode, ctx)) return failed$1("EACCES");
	const to = edit(union, ctx);
	const data = flags.write && writing ? writing.data : /* @__PURE__ */ new Uint8Array();
	const content = written(/* @__PURE__ */ new Uint8Array(), data, flags.append ? 0 : writing?.offset ?? 0);
	const given = attributes(ctx, dir, flags.mode ?? 438);
	const mode = data.length > 0 ? modeAfterWrite(given, ctx) : given.mode;
	const { uid, gid, mtime } = given;
	const node = {
		kind: "file",
		content: ctx.put(content),
		size: content.length,
		mode,
		uid,
		gid,
		mtime
	};
	const ino = makeObject(to, node);
	putName(to, dir, last, ino);
	return doneWith(to, {
		upper: ino,
		node: void 0
	});
};
const openNode = (union, node, flags, ctx, writing) => {
	const refused = notOpenable(node, flags, ctx);
	if (refused) return failed$1(refused);
	const to = edit(union, ctx);
	if (node.inode.kind !== "file" || !(flags.write || flags.truncate)) return doneWith(to, {
		upper: node.upper,
		node
	});
	const upper = copyUp(to, node);
	const data = flags.write ? writing : void 0;
	if (flags.truncate || data && data.data.length > 0) writeInto(to, node, flags, data);
	return doneWith(to, {
		upper,
		node
	});
};
const notOpenable = (node, flags, ctx) => {
	const { inode } = node;
	const changes = flags.write || flags.truncate;
	if (flags.create && flags.exclusive) return "EEXIST";
	if (inode.kind === "directory" && (flags.create || changes)) return "EISDIR";
	if (flags.create && isTrap(node, ctx)) return "EACCES";
	if (flags.directory && inode.kind !== "directory") return "ENOTDIR";
	const isReadonly = inode.kind === "file" && ctx.readonly;
	if (flags.truncate && isReadonly) return "EROFS";
	const bits = (flags.read || !flags.write ? 4 : 0) | (changes ? 2 : 0);
	if (!mayAccess(inode, ctx, bits)) return "EACCES";
	if (flags.write && isReadonly) return "EROFS";
	if (inode.kind === "socket") return "ENXIO";
	return inode.kind === "fifo" && flags.write && !flags.read ? "ENXIO" : void 0;
};
/** O_CREAT on what someone else put into a directory like /tmp: the kernel takes it for a trap. Files and FIFOs have switches. */
const isTrap = ({ inode, parent }, who) => inode.kind !== "file" && inode.kind !== "fifo" && parent !== void 0 && (parent.inode.mode & 514) === 514 && inode.uid !== parent.inode.uid && inode.uid !== who.uid;
const writeInto = (to, node, flags, writing) => {
	const { inode } = node;
	if (inode.kind !== "file") return;
	const old = flags.truncate ? /* @__PURE__ */ new Uint8Array() : bytesOf$3(inode, to.ctx.contents);
	const offset = flags.append ? old.length : writing?.offset ?? 0;
	rewrite(to, node, writing ? written(old, writing.data, offset) : old);
};
/** New content of a file. A write drops `security.capability`, and set-id bits unless it is root's (measured). */
const rewrite = (to, node, content) => {
	const { ctx } = to;
	const data = withoutCapability(dataOf$1(node));
	const mode = modeAfterWrite(data, ctx);
	change(to, node, {
		...data,
		kind: "file",
		content: ctx.put(content),
		size: content.length,
		mode,
		mtime: ctx.now
	});
};
/** Who is not root loses set-id bits by writing. */
const modeAfterWrite = (file, ctx) => ctx.uid === 0 ? file.mode : file.mode & ~setIdBits(file, ctx);
/** The set-id bits that a change clears: set-gid means that only if the group may execute, or is not one's own (measured). */
const setIdBits = ({ mode, gid }, ctx) => {
	const isForeign = ctx.uid !== 0 && !isInGroup(gid, ctx);
	return 2048 | ((mode & 8) !== 0 || isForeign ? 1024 : 0);
};
const withoutCapability = (data) => {
	if (data.xattrs?.["security.capability"] === void 0) return data;
	const { "security.capability": _, ...xattrs } = data.xattrs;
	const { xattrs: __, ...rest } = data;
	return Object.keys(xattrs).length > 0 ? {
		...rest,
		xattrs
	} : rest;
};
/** Bytes written into others at an offset; a gap is filled with zeros. */
const written = (old, data, offset) => {
	if (offset === 0 && data.length >= old.length) return data;
	const bytes = new Uint8Array(Math.max(old.length, offset + data.length));
	bytes.set(old);
	bytes.set(data, offset);
	return bytes;
};
/** `truncate`: cuts a file, or fills it up with zeros. */
const truncate$1 = (union, path, size, ctx) => {
	const node = resolve$1(union, path, ctx, true);
	if (isErrno(node)) return failed$1(node);
	const { inode } = node;
	if (inode.kind === "directory") return failed$1("EISDIR");
	if (inode.kind !== "file") return failed$1("EINVAL");
	if (!mayAccess(inode, ctx, 2)) return failed$1("EACCES");
	if (ctx.readonly) return failed$1("EROFS");
	const to = edit(union, ctx);
	const bytes = new Uint8Array(size);
	bytes.set(bytesOf$3(inode, ctx.contents).subarray(0, size));
	rewrite(to, node, bytes);
	return done$1(to);
};
// src/core/overlay/attributes.ts
/** `chmod` follows symlinks. Even the same mode copies the object up. */
const chmod = (union, path, mode, ctx) => changeAt(union, path, ctx, true, (node) => withMode(node, mode, ctx));
const withMode = (node, mode, ctx) => isOwner(node.inode, ctx) ? {
	...dataOf$1(node),
	mode: allowedMode(mode & 4095, node.inode.gid, ctx)
} : "EPERM";
/** Whoever is not in the group and has no privilege does not get the set-gid bit (measured); nobody is told. */
const allowedMode = (mode, gid, ctx) => ctx.uid === 0 || isInGroup(gid, ctx) ? mode : mode & -1025;
const chown$1 = (union, path, owner, ctx) => changeAt(union, path, ctx, true, (node) => owned(node, owner, ctx));
/** `lchown` changes the owner of a symlink itself. */
const lchown = (union, path, owner, ctx) => changeAt(union, path, ctx, false, (node) => owned(node, owner, ctx));
/** A new owner costs a file its set-uid bit, its set-gid bit if its group may execute, and its capabilities (measured). */
const owned = (node, owner, ctx) => {
	const { inode } = node;
	const { uid = inode.uid, gid = inode.gid } = owner;
	const isOwnGid = gid === inode.gid || isInGroup(gid, ctx);
	if (ctx.uid !== 0 && (uid !== inode.uid || !isOwner(inode, ctx) || !isOwnGid)) return "EPERM";
	const data = {
		...dataOf$1(node),
		uid,
		gid
	};
	if (data.kind === "directory") return data;
	return withoutCapability({
		...data,
		mode: data.mode & ~setIdBits(inode, ctx)
	});
};
/** `utimensat`: a new modification time, or now. Setting it to now needs write permission only. */
const utimes = (union, path, mtime, ctx, follow = true) => changeAt(union, path, ctx, follow, (node) => {
	const { inode } = node;
	if (!isOwner(inode, ctx)) {
		if (mtime !== void 0) return "EPERM";
		if (!mayAccess(inode, ctx, 2)) return "EACCES";
	}
	return {
		...dataOf$1(node),
		mtime: mtime ?? ctx.now
	};
});
/** Changes an object's own data at the end of a path, after the checks that all such calls share. */
const changeAt = (union, path, ctx, follow, dataOfNew) => {
	const node = resolve$1(union, path, ctx, follow);
	return isErrno(node) ? failed$1(node) : changeNode(union, node, ctx, dataOfNew);
};
const changeNode = (union, node, ctx, dataOfNew) => {
	if (ctx.readonly) return failed$1("EROFS");
	const data = dataOfNew(node);
	if (isErrno(data)) return failed$1(data);
	const to = edit(union, ctx);
	change(to, node, data);
	return done$1(to);
};
// src/core/overlay/diff.ts
/**
* `docker diff`: the container's merged view against that of its lower layers. The engine walks both; what upper does not
* touch is the same in both, so only upper is walked here. Rows come parents first, siblings bytewise, deletions last.
*/
const diff$1 = (union) => {
	const rows = [];
	compareChildren({
		rows,
		union
	}, rootOf(union), oldRoot(union), "");
	return rows;
};
/** The lower stack seen without upper. */
const oldRoot = (union) => union.lower && {
	name: "",
	parent: void 0,
	inode: union.lower.root.inode,
	upper: void 0,
	lower: union.lower.root
};
/** Compares the children of two directories; `old` is absent where there was none. */
const compareChildren = (it, now, old, path) => {
	const deleted = [];
	for (const name of namesToCompare(it.union, now, old)) {
		const present = child(it.union, now, name);
		const oldChild = old && child(it.union, old, name);
		if (present) compareNodes(it, present, oldChild, `${path}/${name}`);
		else if (oldChild) deleted.push({
			path: `${path}/${name}`,
			kind: "D"
		});
	}
	it.rows.push(...deleted);
};
/** Names that can differ: what upper has, and everything on both sides when they do not share the lower stack. */
const namesToCompare = (union, now, old) => {
	const names = /* @__PURE__ */ new Set();
	if (now.upper !== void 0) for (const [name] of inodeOf(union.upper, now.upper).entries ?? noEntries$1) names.add(name);
	if (old && isDirectory$3(old) && stackOfDirectory(now) !== stackOfDirectory(old)) for (const name of listVisible(union, old)) names.add(name);
	return [...names].sort(compareNames);
};
const compareNodes = (it, now, old, path) => {
	const at = it.rows.length;
	if (!old) it.rows.push({
		path,
		kind: "A"
	});
	else if (now.upper !== void 0 && isDifferent(now.inode, old.inode)) it.rows.push({
		path,
		kind: "C"
	});
	const isListed = it.rows.length > at;
	if (now.upper === void 0 || !looksLikeDirectory(now.inode)) return;
	compareChildren(it, now, old, path);
	if (!isListed && it.rows.length > at) it.rows.splice(at, 0, {
		path,
		kind: "C"
	});
};
/** The engine tests the directory bit alone, which sockets and block devices have too (moby, archive/changes.go). */
const looksLikeDirectory = (inode) => inode.kind === "directory" || inode.kind === "socket" || inode.kind === "device" && inode.device === "block";
/** Content, symlink target, links and most xattrs are not compared (measured). */
const isDifferent = (a, b) => typeOf(a) !== typeOf(b) || a.mode !== b.mode || a.uid !== b.uid || a.gid !== b.gid || a.xattrs?.["security.capability"] !== b.xattrs?.["security.capability"] || !looksLikeDirectory(a) && (sizeOf$2(a) !== sizeOf$2(b) || !isSameTime(a.mtime, b.mtime));
/** File type and device number in one. */
const typeOf = (inode) => inode.kind === "device" ? `${inode.device} ${inode.major}:${inode.minor}` : inode.kind;
/** Image files have whole seconds, so a zero fraction on either side is not compared. */
const isSameTime = (a, b) => {
	if (a === b) return true;
	if (a.slice(0, 19) !== b.slice(0, 19)) return false;
	return a.slice(20, 29) === "000000000" || b.slice(20, 29) === "000000000";
};
// src/core/overlay/files.ts
/** Opens for writing, writes, closes: what programs do most. */
const through = (flags) => (union, path, data, ctx, mode = 438) => {
	const outcome = open$2(union, path, {
		...flags,
		write: true,
		mode
	}, ctx, { data });
	return outcome.ok ? nothing$4(outcome.changes) : outcome;
};
const nothing$4 = (changes) => ({
	ok: true,
	changes,
	value: void 0
});
/** `> file`: makes or empties the file, then writes. */
const writeFile$1 = through({
	create: true,
	truncate: true
});
/** `>> file`: makes the file if need be and writes at its end. */
const appendFile$1 = through({
	create: true,
	append: true
});
/** Makes a file that must not be there yet (O_EXCL). */
const createFile$1 = through({
	create: true,
	exclusive: true
});
// src/core/overlay/link.ts
/**
* With `fs.protected_hardlinks`, which distributions set, others than the owner link only a plain file that they may read
* and write and that would not run as someone else.
*/
const mayLink = (inode, ctx) => isOwner(inode, ctx) || inode.kind === "file" && !runsAsOther(inode) && mayAccess(inode, ctx, 6);
const runsAsOther = ({ mode }) => (mode & 2048) !== 0 || (mode & 1032) === 1032;
/** `link`: one more name for an object, which is copied up first. A symlink is linked itself, not followed. */
const link$4 = (union, from, path, ctx) => {
	const source = resolve$1(union, from, ctx, false);
	if (isErrno(source)) return failed$1(source);
	const place = freePlace(union, path, ctx, false);
	if (isErrno(place)) return failed$1(place);
	if (!mayLink(source.inode, ctx)) return failed$1("EPERM");
	if (!mayChangeNames(place.dir.inode, ctx)) return failed$1("EACCES");
	if (source.inode.kind === "directory") return failed$1("EPERM");
	const to = edit(union, ctx);
	putName(to, place.dir, place.last, copyUp(to, source));
	return done$1(to);
};
// src/core/overlay/merged-view.ts
/** Every path of the merged view below the root, in the order of `docker export`: a directory, then its children bytewise. */
function* walkMerged(union, dir = rootOf(union), path = "") {
	for (const name of listVisible(union, dir)) {
		const node = child(union, dir, name);
		if (!node) continue;
		yield {
			path: `${path}/${name}`,
			node
		};
		if (isDirectory$3(node)) yield* walkMerged(union, node, `${path}/${name}`);
	}
}
// src/core/overlay/remove.ts
/** `unlink`: takes a name of anything but a directory. */
const unlink$1 = (union, path, ctx) => {
	const place = resolveParent(union, path, ctx);
	if (isErrno(place)) return failed$1(place);
	if (place.kind !== "name") return failed$1("EISDIR");
	if (ctx.readonly) return failed$1("EROFS");
	const unknowable = nameProblem(place);
	if (unknowable) return failed$1(unknowable);
	const victim = child(union, place.dir, place.last);
	if (!victim) return failed$1("ENOENT");
	if (place.slash) return failed$1(isDirectory$3(victim) ? "EISDIR" : "ENOTDIR");
	const denied = deniedRemoval(place, victim, ctx);
	if (denied) return failed$1(denied);
	if (isDirectory$3(victim)) return failed$1("EISDIR");
	return remove$3(union, place, victim, ctx);
};
const notAName = {
	dot: "EINVAL",
	dotdot: "ENOTEMPTY",
	root: "EBUSY"
};
/** `rmdir`: the merged listing must be empty. */
const rmdir$1 = (union, path, ctx) => {
	const place = resolveParent(union, path, ctx);
	if (isErrno(place)) return failed$1(place);
	if (place.kind !== "name") return failed$1(notAName[place.kind]);
	if (ctx.readonly) return failed$1("EROFS");
	const unknowable = nameProblem(place);
	if (unknowable) return failed$1(unknowable);
	const victim = child(union, place.dir, place.last);
	if (!victim) return failed$1("ENOENT");
	const denied = deniedRemoval(place, victim, ctx);
	if (denied) return failed$1(denied);
	if (!isDirectory$3(victim)) return failed$1("ENOTDIR");
	return isRemovable(union, place, victim) ? remove$3(union, place, victim, ctx) : failed$1("ENOTEMPTY");
};
/** Without write permission no name goes; in a sticky directory only the owner's. */
const deniedRemoval = ({ dir }, victim, ctx) => {
	if (!mayChangeNames(dir.inode, ctx)) return "EACCES";
	return isSticky(dir.inode, victim.inode, ctx) ? "EPERM" : void 0;
};
/**
* A directory that upper alone has is removed by the upper file system, which sees stale whiteouts as entries;
* overlay itself sees through them (measured).
*/
const isRemovable = (union, { dir, last }, victim) => isLowerPositive(dir, last) || !isPureUpper(victim) ? isEmpty$1(union, victim) : isRawEmpty(union, victim);
const isPureUpper = (dir) => dir.upper !== void 0 && dir.lower === void 0;
/** Whether the upper directory holds no name at all, not even a whiteout. */
const isRawEmpty = (union, { upper }) => upper === void 0 || (inodeOf(union.upper, upper).entries?.size ?? 0) === 0;
const remove$3 = (union, { dir, last }, victim, ctx) => {
	const to = edit(union, ctx);
	if (isDirectory$3(victim)) clearWhiteouts(to, victim);
	removeName(to, dir, last);
	return done$1(to);
};
// src/core/overlay/rename.ts
/** `rename` and `renameat2`. The order of the checks is the kernel's (measured). */
const rename$1 = (union, path, path2, ctx, flags = {}) => {
	if (flags.exchange && (flags.noReplace || flags.whiteout)) return failed$1("EINVAL");
	const move = findMove(union, path, path2, ctx, flags);
	if (isErrno(move)) return failed$1(move);
	if (move.target && isSame$2(move.source, move.target)) return done$1(edit(union, ctx));
	const refused = deniedMove(move, ctx) ?? kindsClash(move) ?? deniedDirectories(move, ctx);
	if (refused) return failed$1(refused);
	const unable = flags.whiteout ? "EINVAL" : notMovable(move);
	if (unable) return failed$1(unable);
	return carryOut(move, ctx);
};
const findMove = (union, path, path2, ctx, flags) => {
	const from = resolveParent(union, path, ctx);
	if (isErrno(from)) return from;
	const to = resolveParent(union, path2, ctx);
	if (isErrno(to)) return to;
	if (from.kind !== "name") return "EBUSY";
	if (to.kind !== "name") return flags.noReplace ? "EEXIST" : "EBUSY";
	if (ctx.readonly) return "EROFS";
	const unknowable = nameProblem(from);
	if (unknowable) return unknowable;
	const source = child(union, from.dir, from.last);
	if (!source) return "ENOENT";
	const unknownTarget = nameProblem(to);
	if (unknownTarget) return unknownTarget;
	const target = child(union, to.dir, to.last);
	if (flags.noReplace && target) return "EEXIST";
	if (flags.exchange && !target) return "ENOENT";
	const move = {
		union,
		from,
		to,
		source,
		target,
		exchange: flags.exchange === true
	};
	return slashOnNonDirectory(move) ?? nested(move) ?? move;
};
const slashOnNonDirectory = ({ from, to, source, target, exchange }) => {
	if (exchange && target && !isDirectory$3(target) && to.slash) return "ENOTDIR";
	if (isDirectory$3(source)) return void 0;
	return from.slash || to.slash && !exchange ? "ENOTDIR" : void 0;
};
const nested = ({ from, to, source, target, exchange }) => {
	if (isWithin(to.dir, source)) return "EINVAL";
	if (target && isWithin(from.dir, target)) return exchange ? "EINVAL" : "ENOTEMPTY";
};
const isWithin = (node, dir) => isSame$2(node, dir) || node.parent !== void 0 && isWithin(node.parent, dir);
const deniedMove = ({ from, to, source, target }, ctx) => deniedRemoval(from, source, ctx) ?? (target ? deniedRemoval(to, target, ctx) : mayChangeNames(to.dir.inode, ctx) ? void 0 : "EACCES");
const kindsClash = ({ source, target, exchange }) => {
	if (exchange || !target || isDirectory$3(source) === isDirectory$3(target)) return void 0;
	return isDirectory$3(source) ? "ENOTDIR" : "EISDIR";
};
/** A directory that gets a new parent has its `..` rewritten, which is a write into it. */
const deniedDirectories = ({ from, to, source, target, exchange }, ctx) => {
	if (isSame$2(from.dir, to.dir)) return void 0;
	return (exchange && target ? [source, target] : [source]).some((it) => isDirectory$3(it) && !mayAccess(it.inode, ctx, 2)) ? "EACCES" : void 0;
};
/** Without redirects a directory that has any lower part can not move; programs then copy and delete. */
const notMovable = ({ union, source, target, exchange }) => {
	if (isDirectory$3(source) && source.lower) return "EXDEV";
	if (!target || !isDirectory$3(target)) return void 0;
	if (exchange) return target.lower ? "EXDEV" : void 0;
	return !isPureUpper(target) && !isEmpty$1(union, target) ? "ENOTEMPTY" : void 0;
};
const carryOut = (move, ctx) => {
	const { union, from, to, source, target, exchange } = move;
	const edits = edit(union, ctx);
	const moved = copyUp(edits, source);
	copyUp(edits, to.dir);
	markOpaque(edits, source, to.dir);
	if (exchange && target) return swap(edits, move, moved, copyUp(edits, target));
	if (target && isDirectory$3(target)) {
		if (isPureUpper(target) && !isRawEmpty(union, target)) return {
			...failed$1("ENOTEMPTY"),
			changes: edits.changes
		};
		clearWhiteouts(edits, target);
	}
	edits.changes.push({
		in: copyUp(edits, to.dir),
		name: to.last,
		ino: moved
	}, leftBehind(edits, move));
	return stamped$1(edits, from, to);
};
/** A directory put where lower layers could show through becomes opaque, also when nothing is below. */
const markOpaque = (edits, moved, newParent) => {
	const { inode, upper } = moved;
	if (inode.kind !== "directory" || inode.opaque || !newParent.lower || upper === void 0) return;
	edits.changes.push({
		set: upper,
		node: {
			...dataOf$1(moved),
			kind: "directory",
			opaque: true
		}
	});
};
const swap = (edits, { from, to, target }, moved, other) => {
	if (target) markOpaque(edits, target, from.dir);
	edits.changes.push({
		in: copyUp(edits, to.dir),
		name: to.last,
		ino: moved
	});
	edits.changes.push({
		in: copyUp(edits, from.dir),
		name: from.last,
		ino: other
	});
	return stamped$1(edits, from, to);
};
/** What stands at the old name: nothing, the whiteout that stood at the new one, or a new whiteout of its own. */
const leftBehind = (edits, { union, from, to }) => {
	const dir = copyUp(edits, from.dir);
	if (!isLowerPositive(from.dir, from.last)) return {
		in: dir,
		name: from.last
	};
	const there = hasUpperWhiteout(union, to.dir, to.last) ? upperEntry(union, to.dir, to.last) : void 0;
	return {
		in: dir,
		name: from.last,
		ino: there ?? makeObject(edits, whiteoutOf(edits.ctx))
	};
};
const stamped$1 = (edits, from, to) => {
	stamp$1(edits, from.dir);
	stamp$1(edits, to.dir);
	return done$1(edits);
};
// src/core/overlay/xattr.ts
/** `setxattr` and, with `follow` false, `lsetxattr`. Values are latin-1 text of the bytes. */
const setxattr = (union, path, name, value, ctx, follow = true) => {
	const set = (node) => {
		return badCapability(name, value) ?? notWritable(node.inode, name, ctx) ?? {
			...dataOf$1(node),
			xattrs: {
				...node.inode.xattrs,
				[name]: value
			}
		};
	};
	const outcome = changeAt(union, path, ctx, follow, set);
	return !outcome.ok && outcome.errno === "EOPNOTSUPP" ? {
		...outcome,
		changes: copiedUp(union, path, ctx, follow)
	} : outcome;
};
/** That a name has no meaning is found out by the upper file system, when the object is there already (measured). */
const copiedUp = (union, path, ctx, follow) => {
	const node = resolve$1(union, path, ctx, follow);
	if (isErrno(node)) return [];
	const to = edit(union, ctx);
	copyUp(to, node);
	return to.changes;
};
const removexattr = (union, path, name, ctx, follow = true) => changeAt(union, path, ctx, follow, (node) => {
	const { inode } = node;
	const refused = notWritable(inode, name, ctx);
	if (refused) return refused;
	return xattrOf(inode, name) === void 0 ? "ENODATA" : without(dataOf$1(node), name);
});
const isHidden = (name) => name.startsWith("trusted.");
const xattrOf = ({ xattrs }, name) => xattrs && Object.hasOwn(xattrs, name) ? xattrs[name] : void 0;
const without = (data, name) => {
	const { xattrs, ...rest } = data;
	const left = Object.entries(xattrs ?? {}).filter(([key]) => key !== name);
	return left.length > 0 ? {
		...rest,
		xattrs: Object.fromEntries(left)
	} : rest;
};
const holdsUserXattrs = ({ kind }) => kind === "file" || kind === "directory";
const isKnownName = (name) => /^(user|security|trusted|system)\../.test(name);
/** `user.*` is for files and directories; `trusted.*` for whoever has CAP_SYS_ADMIN, which a container has not. */
const notWritable = (inode, name, ctx) => {
	if (name === "" || name.length > 255) return "ERANGE";
	if (name === "security.capability") return ctx.uid === 0 ? void 0 : "EPERM";
	if (isHidden(name) || name.startsWith("security.")) return "EPERM";
	if (name.startsWith("user.")) {
		if (!holdsUserXattrs(inode)) return "EPERM";
		if (inode.kind === "directory" && (inode.mode & 512) !== 0 && !isOwner(inode, ctx)) return "EPERM";
	}
	if (!mayAccess(inode, ctx, 2)) return "EACCES";
	return isKnownName(name) ? void 0 : "EOPNOTSUPP";
};
/** The kernel looks into the value: revision 2 in 20 bytes or 3 in 24; an empty one passes. */
const badCapability = (name, value) => {
	if (name !== "security.capability" || value === "") return void 0;
	const [flags = 0, second, third, revision] = Array.from(value.slice(0, 4), (char) => char.charCodeAt(0));
	const isHeader = (flags & 254) === 0 && second === 0 && third === 0;
	const fits = revision === 2 && value.length === 20 || revision === 3 && value.length === 24;
	return isHeader && fits ? void 0 : "EINVAL";
};
// src/core/mounts/union-of.ts
/** A layer never changes, so the union of it and of all below it is worked out once and shared by every container. */
const remembered$7 = /* @__PURE__ */ new WeakMap();
/** The read-only stack of a chain of layers; `undefined` for an image without layers. */
const lowerOf = ({ layers }, top) => {
	const missing = [];
	let lower;
	for (let layer = top && layers.get(top); layer; layer = layer.parent && layers.get(layer.parent)) {
		lower = remembered$7.get(layer);
		if (lower) break;
		missing.push(layer);
	}
	for (const layer of missing.reverse()) {
		lower = stackOn(lower, layer.tree);
		remembered$7.set(layer, lower);
	}
	return lower;
};
/** What a write layer is mounted on: the image's layers, then the init layer. */
const lowerOfContainer = (world, layer) => ownOn(lowerOf(world, layer.parent), layer.init);
/** A container's root file system, mounts aside. */
const unionOf = (world, id) => {
	const layer = world.writeLayers.get(id);
	return layer && {
		lower: lowerOfContainer(world, layer),
		upper: layer.upper
	};
};
// src/core/streams/container/container.ts
/** The files that every start writes exist from the first attempt on, a failed one included (measured, docs/facts.md). */
const wasPrepared = ({ startedBefore, state }) => startedBefore || state.status === "created" && state.exitCode !== 0;
// src/core/mounts/where.ts
/** The files that the engine binds into every container that was started; it replaces none of them. */
const engineFiles = [
	"/etc/hosts",
	"/etc/hostname",
	"/etc/resolv.conf"
];
/** Mounted over every container; writes there never reach the upper directory (measured). */
const engineMounts = [
	"/proc",
	"/sys",
	"/dev",
	...engineFiles
].map((destination) => ({
	destination,
	rw: true
}));
const sharedMemoryMount = {
	destination: sharedMemory,
	rw: true,
	tmpfs: sharedMemoryOf
};
/** Where an absolute path of a running container leads. Mounts deeper down win; symlinks on the way are followed. */
const whereIs = (world, container, path) => whereUnder(world, container, path, [
	...engineMounts,
	sharedMemoryMount,
	...container.mounts.map((mount) => mountOf$1(mount, container))
]);
/**
* Where the engine itself looks, as a cp does: it mounts volumes, binds and its own files once they are there, but no tmpfs and
* nothing of the kernel's; below those it finds the write layer, where no process ever sees it (measured, docs/facts/overlay.md).
*/
const whereEngineLooks = (world, container, path) => whereUnder(world, container, path, mountsOfEngine(container));
/** What a cp can not replace: it is mounted. */
const mountsOfEngine = (container) => [...wasPrepared(container) ? engineMounts.filter(({ destination }) => engineFiles.includes(destination)) : [], ...container.mounts.filter(({ type }) => type !== "tmpfs").map((mount) => mountOf$1(mount, container))];
const whereUnder = (world, container, path, mounts) => {
	const union = unionOf(world, container.id);
	if (!union) return void 0;
	const real = underMount(mounts, path) === void 0 ? throughLinks(union, path) : path;
	const mount = underMount(mounts, real);
	if (mount === void 0) return {
		kind: "write-layer",
		id: container.id,
		union,
		path,
		rw: container.hostConfig.ReadonlyRootfs !== true
	};
	const inside = real.slice(mount.destination.length) || "/";
	const memory = mount.tmpfs?.(world, container);
	if (memory) return {
		kind: "tmpfs",
		id: memory.owner,
		mount: mount.destination,
		union: {
			lower: void 0,
			upper: memory.tree
		},
		path: inside,
		rw: mount.rw
	};
	const volume = mount.volume === void 0 ? void 0 : world.volumes.get(mount.volume);
	if (!volume) return {
		kind: "outside",
		mount: mount.destination
	};
	return {
		kind: "volume",
		id: volume.name,
		union: {
			lower: void 0,
			upper: volume.content
		},
		path: inside,
		rw: mount.rw
	};
};
const mountOf$1 = ({ type, destination, name, rw }, container) => type === "tmpfs" ? {
	destination,
	rw: !tmpfsOptions$1(container, destination).isReadOnly,
	tmpfs: (_, owner) => tmpfsAt(owner, destination)
} : {
	destination,
	volume: name,
	rw
};
const underMount = (mounts, path) => {
	let best;
	for (const mount of mounts) if (wins(mount.destination, path, best)) best = mount;
	return best;
};
const wins = (destination, path, best) => path.startsWith(destination) && (path.length === destination.length || destination === "/" || path[destination.length] === "/") && destination.length >= (best?.destination.length ?? 0);
/** The path with the symlinks of its directories followed; the last name itself stays. */
const throughLinks = (union, path) => {
	const cut = (path.endsWith("/") ? path.replace(/\/+$/, "") : path).lastIndexOf("/");
	if (cut <= 0) return path;
	const parent = resolve$1(union, path.slice(0, cut), root$3, true);
	if (typeof parent === "string") return path;
	return nameOf$7(parent) + path.slice(cut);
};
/** The path with all symlinks followed, that of the last name too; as it is where they lead nowhere. */
const linksFollowed = (union, path) => {
	const found = resolve$1(union, path, root$3, true);
	return typeof found === "string" ? path : nameOf$7(found) || "/";
};
/** Empty for the root. */
const nameOf$7 = (found) => {
	let name = "";
	for (let node = found; node.parent; node = node.parent) name = `/${node.name}${name}`;
	return name;
};
// src/core/streams/container/rejections.ts
/**
* The page of refusals: everything that Docker Engine 20.10.24 answers when a command on containers can not be done.
* Code, HTTP status and text are measured (docs/facts.md). `reference` is what the client wrote, `id` the full id.
*/
const refusal$2 = (code, status, message) => ({
	code,
	status,
	message
});
const noSuchContainer = (reference) => refusal$2("ContainerNotFound", 404, `No such container: ${reference}`);
const ambiguousPrefix = (prefix) => refusal$2("ContainerAmbiguous", 500, `Multiple IDs found with provided prefix: ${prefix}`);
const cannotKill = (reference, cause) => ({
	...cause,
	message: `Cannot kill container: ${reference}: ${cause.message}`
});
/** Nothing is wrong and nothing changed: started already, stopped already. The body is empty. */
const nameTaken = (name, owner) => refusal$2("NameInUse", 409, `Conflict. The container name "/${name}" is already in use by container "${owner}". You have to remove (or rename) that container to be able to reuse that name.`);
const invalidName = (name) => refusal$2("InvalidName", 400, `Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
const newNameRefused = (cause) => ({
	...cause,
	message: `Error when allocating new name: ${cause.message}`
});
const sameName = () => refusal$2("SameName", 400, "Renaming a container with the same name as its current name");
const emptyName = () => refusal$2("EmptyName", 400, "Neither old nor new names may be empty");
/** A restarting container has no network namespace to rename. */
const sandboxNotFound = (sandbox) => refusal$2("SandboxNotFound", 404, `sandbox ${sandbox} not found`);
const isPaused = () => refusal$2("ContainerPaused", 409, "cannot start a paused container, try unpause instead");
const markedForRemoval = () => refusal$2("ContainerDead", 409, "container is marked for removal and cannot be started");
const notRunning = (id) => refusal$2("ContainerNotRunning", 409, `Container ${id} is not running`);
const alreadyPaused = (id) => refusal$2("ContainerPaused", 409, `Container ${id} is already paused`);
/** Measured: 500, though it is the client's mistake. */
const notPaused = (id) => refusal$2("ContainerNotPaused", 500, `Container ${id} is not paused`);
const isRestarting = (id) => refusal$2("ContainerRestarting", 409, `Container ${id} is restarting, wait until the container is running`);
/** Measured: the status becomes 500 even where a start would give 400 or 409. */
const cannotRestart = (reference, cause) => ({
	...cause,
	status: 500,
	message: `Cannot restart container ${reference}: ${cause.message}`
});
const invalidSignal = (signal) => refusal$2("InvalidSignal", 400, `Invalid signal: ${signal}`);
const unsupportedSignal = (signal) => refusal$2("UnsupportedSignal", 500, `The linux daemon does not support signal ${signal}`);
const removeRunning = (id) => refusal$2("ContainerRunning", 409, `You cannot remove a running container ${id}. Stop the container before attempting removal or force remove`);
const removePaused = (id) => refusal$2("ContainerPaused", 409, `You cannot remove a paused container ${id}. Unpause and then stop the container before attempting removal or force remove`);
const removeRestarting = (id) => refusal$2("ContainerRestarting", 409, `You cannot remove a restarting container ${id}. Stop the container before attempting removal or force remove`);
const removalInProgress = (reference) => refusal$2("RemovalInProgress", 409, `removal of container ${reference} is already in progress`);
const defaultLinkName = () => refusal$2("DefaultLinkName", 500, "Conflict, cannot remove the default link name of the container");
const undeletable = (id) => refusal$2("FilesystemUndeletable", 500, `unable to remove filesystem for ${id}: unlinkat /var/lib/docker/containers/${id}/hostname: operation not permitted`);
const noStreamChosen = () => refusal$2("NoStream", 400, "Bad parameters: you must choose at least one stream");
/** Logs that no driver keeps (measured, docs/facts.md). */
const driverDoesNotRead = () => ({
	code: "DriverDoesNotRead",
	status: 501,
	message: "configured logging driver does not support reading"
});
const hostnameWithHostUts = () => ({
	code: "ConflictingHostname",
	status: 400,
	message: "conflicting options: hostname and the UTS mode"
});
const hostnameOfAnother = () => refusal$2("ConflictingHostname", 400, "conflicting options: hostname and the network mode");
const portsOfAnother = () => refusal$2("ConflictingPorts", 400, "conflicting options: port exposing and the container type network mode");
const invalidNetworkMode = () => refusal$2("InvalidNetworkMode", 400, "Invalid network mode: invalid container format container:<name|id>");
const logsOfDead = () => refusal$2("ContainerDead", 409, "can not get logs from container which is dead or marked for removal");
const attachToPaused = (reference) => refusal$2("ContainerPaused", 409, `container ${reference} is paused, unpause the container before attach`);
const attachToRestarting = (reference) => refusal$2("ContainerRestarting", 409, `container ${reference} is restarting, wait until the container is running`);
/** Resize of a restarting container: the runtime knows no such task. */
const noSuchTask = () => refusal$2("TaskNotFound", 404, "no such container");
const layerGone = (reference) => refusal$2("WriteLayerGone", 500, `RWLayer of container ${reference} is unexpectedly nil`);
const layerDirectoryGone = (mountId) => refusal$2("WriteLayerGone", 500, `stat /var/lib/docker/overlay2/${mountId}: no such file or directory`);
const updateOfDead = (id) => refusal$2("ContainerDead", 500, `Cannot update container ${id}: container is marked for removal and cannot be "update"`);
const updateOfAutoRemove = (id) => refusal$2("AutoRemoveSet", 409, `Cannot update container ${id}: Restart policy cannot be updated because AutoRemove is enabled for the container`);
const noSuchExec = (exec) => refusal$2("ExecNotFound", 404, `No such exec instance: ${exec}`);
const execInPaused = (which) => refusal$2("ContainerPaused", 409, `Container ${which} is paused, unpause the container before exec`);
const noExecCommand = () => refusal$2("NoExecCommand", 400, "No exec command specified");
const execHasRun = (exec) => refusal$2("ExecHasRun", 409, `Error: Exec command ${exec} has already run`);
const execIsRunning = (exec) => refusal$2("ExecRunning", 409, `Error: Exec command ${exec} is already running`);
const execInStopped = (id, exitCode, ago) => refusal$2("ContainerNotRunning", 500, `Container ${id} is not running: Exited (${exitCode}) ${ago} ago`);
const relativeWorkingDir = (path) => refusal$2("InvalidWorkingDir", 400, `the working directory '${path}' is invalid, it needs to be an absolute path`);
const invalidVariable = (variable) => refusal$2("InvalidEnvironment", 400, `invalid environment variable: ${variable}`);
const autoRemoveWithPolicy = () => refusal$2("AutoRemoveSet", 400, "can't create 'AutoRemove' container with restart policy");
const retryCountWith = (policy) => refusal$2("InvalidRestartPolicy", 400, `maximum retry count cannot be used with restart policy '${policy}'`);
const negativeRetryCount = () => refusal$2("InvalidRestartPolicy", 400, "maximum retry count cannot be negative");
const invalidRestartPolicy = (policy) => refusal$2("InvalidRestartPolicy", 400, `invalid restart policy '${policy}'`);
const memoryTooSmall = () => refusal$2("MemoryTooSmall", 400, "Minimum memory limit allowed is 6MB");
const unknownLogDriver = (driver) => refusal$2("LogDriverNotFound", 400, `error looking up logging plugin ${driver}: plugin "${driver}" not found`);
const invalidCapability = (field, capability) => refusal$2("InvalidCapability", 400, `invalid ${field}: unknown capability: "${capability}"`);
const invalidOomScore = (score) => refusal$2("InvalidOomScore", 400, `Invalid value ${score}, range for oom score adj is [-1000, 1000]`);
const unknownRuntime = (runtime) => refusal$2("RuntimeNotFound", 400, `Unknown runtime specified ${runtime}`);
const invalidIsolation = (isolation) => refusal$2("InvalidIsolation", 500, `Invalid isolation: ${JSON.stringify(isolation)} - linux only supports 'default'`);
const storageOptionsRefused = () => refusal$2("StorageOptionsRefused", 500, "--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
const mountConfig = (type, why) => `invalid mount config for type "${type}": ${why}`;
const invalidMountConfig = (type, why) => refusal$2("InvalidVolumeSpecification", 400, mountConfig(type, why));
const unknownMountType = (type) => refusal$2("UnknownMountType", 400, mountConfig(type, "mount type unknown"));
const bindSourceMissing = (source) => refusal$2("BindSourceMissing", 400, mountConfig("bind", `bind source path does not exist: ${source}`));
const relativeTmpfs = (path) => refusal$2("InvalidTmpfs", 400, `invalid mount path: '${path}' mount path must be absolute`);
const swapWithoutMemory = () => refusal$2("MemoryLimits", 400, "You should always set the Memory limit when using Memoryswap limit, see usage");
const swapBelowMemory = () => refusal$2("MemoryLimits", 400, "Minimum memoryswap limit should be larger than memory limit, see usage");
const memoryBelowReservation = () => refusal$2("MemoryLimits", 400, "Minimum memory limit can not be less than memory reservation limit, see usage");
const reservationTooSmall = () => refusal$2("MemoryTooSmall", 400, "Minimum memory reservation allowed is 6MB");
const memoryAboveSwap = (id) => refusal$2("MemoryLimits", 500, `Cannot update container ${id}: Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time`);
const unknownLogOption = (option, driver) => refusal$2("UnknownLogOption", 400, `unknown log opt '${option}' for ${driver} log driver`);
const noCommand = () => refusal$2("NoCommand", 400, "No command specified");
const invalidMountMode = (mode) => refusal$2("InvalidMountMode", 500, `invalid mode: ${mode}`);
const fieldOfAnotherMount = (spec, type) => refusal$2("InvalidVolumeSpecification", 500, `invalid volume specification: '${spec}': invalid mount config for type "${type}": field ${type === "bind" ? "VolumeOptions" : "BindOptions"} must not be specified`);
const duplicateMountPoint = (destination) => refusal$2("DuplicateMountPoint", 400, `Duplicate mount point: ${destination}`);
const workingDirIsNoDirectory = (path) => refusal$2("WorkingDirIsFile", 500, `Cannot mkdir: ${path} is not a directory`);
const readOnlyAnonymousVolume = () => refusal$2("ReadOnlyAnonymousVolume", 400, "invalid mount config for type \"volume\": must not set ReadOnly mode when using anonymous volumes");
const invalidSpecification = (spec) => refusal$2("InvalidVolumeSpecification", 500, `invalid volume specification: '${spec}'`);
const invalidDestination = (spec, type, why) => refusal$2("InvalidVolumeSpecification", 500, `invalid volume specification: '${spec}': ${mountConfig(type, why)}`);
const runc = "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process:";
const executableNotInPath = (name) => refusal$2("ExecutableNotFound", 400, `${runc} exec: "${name}": executable file not found in $PATH: unknown`);
const whys = {
	ENOENT: ["ExecutableNotFound", "no such file or directory: unknown"],
	ENOTDIR: ["ExecutableBelowFile", `not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type`],
	ELOOP: ["ExecutableInLoop", "too many levels of symbolic links: unknown"]
};
const executableMissing = (path, errno) => refusal$2(whys[errno][0], 400, `${runc} exec: "${path}": stat ${path}: ${whys[errno][1]}`);
/** On a file system from which nothing may be run. */
const executionDenied = (path) => refusal$2("NotExecutable", 400, `${runc} eaccess ${path}: permission denied: unknown`);
/** Found along PATH in a directory that is not named in full. */
const executableIsRelative = (name) => refusal$2("ExecutableIsRelative", 400, `${runc} exec: "${name}": cannot run executable found relative to current directory: unknown`);
const notExecutable = (path) => refusal$2("NotExecutable", 400, `${runc} exec: "${path}": permission denied: unknown`);
const chdir = (path) => `${runc} chdir to cwd ("${path}") set in config.json failed:`;
const directoryMissing = (path, errno) => refusal$2("DirectoryNotFound", 400, `${chdir(path)} ${whys[errno][1]}`);
const directoryIsNone = (path) => refusal$2("DirectoryNotFound", 400, `${chdir(path)} ${whys.ENOTDIR[1]}`);
const relativeDirectory = () => refusal$2("DirectoryNotFound", 400, "OCI runtime exec failed: exec failed: Cwd must be an absolute path: unknown");
/** The host has no process number left for what a start or an exec begins with. */
const noRoomForShim = () => refusal$2("NoRoomForShim", 500, "failed to start shim: start failed: : fork/exec /usr/bin/containerd-shim-runc-v2: resource temporarily unavailable: unknown");
const noRoomForExec = () => refusal$2("NoRoomForExec", 400, "OCI runtime exec failed: fork/exec /usr/sbin/runc: resource temporarily unavailable: unknown");
const mountKindDiffers = (source, destination, flags) => refusal$2("MountKindDiffers", 400, `${runc} error during container init: error mounting "${source}" to rootfs at "${destination}": mount ${source}:${destination} (via /proc/self/fd/6), flags: ${flags}: not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type`);
/** Of an empty name where a container is meant. */
const emptyReference = () => refusal$2("InvalidContainerName", 400, "invalid name or ID supplied: \"\"");
/** Also of what was asked for a process beside main. */
const numberOutOfRange = () => refusal$2("IdOutOfRange", 500, "uids and gids must be in range 0-2147483647");
const noSuchUser = (user) => refusal$2("UserNotFound", 500, `unable to find user ${user}: no matching entries in passwd file`);
const noSuchGroup = (group) => refusal$2("GroupNotFound", 500, `unable to find group ${group}: no matching entries in group file`);
/** The engine reads the file through the mount, or leaves it to the runtime, which reads it inside. */
const unreadableUsers = (user, merged) => unreadable("UserNotFound", `unable to find user ${user}`, "/etc/passwd", merged);
const unreadableGroups = (spec, merged) => unreadable("GroupNotFound", `unable to find groups for spec ${spec}`, "/etc/group", merged);
const unreadable = (code, what, file, merged) => merged === void 0 ? refusal$2(code, 500, `${runc} unable to setup user: ${what}: read ${file}: is a directory: unknown`) : refusal$2(code, 500, `${what}: read ${merged}${file}: is a directory`);
/** An empty volume over what is no directory. */
const nothingToCopy = (mountId, path) => refusal$2("SourceIsNoDirectory", 500, `source /var/lib/docker/overlay2/${mountId}/merged${path} is not directory`);
/** A mode that no start understands; a create takes it (measured, docs/facts.md). */
const invalidIpcMode = (mode) => refusal$2("InvalidIpcMode", 500, `Invalid IPC mode: ${mode}`);
/** No driver of the model's host knows devices such as a graphics processor's. */
const noDeviceDriver = (capabilities) => refusal$2("DeviceDriverNotFound", 500, `could not select device driver "" with capabilities: ${capabilities}`);
const noSuchNetwork = (network) => refusal$2("NetworkNotFound", 404, `network ${network} not found`);
/** At a start: a container whose process namespace is to be shared. */
const donorDoesNotRun = (id, isRestarting) => refusal$2("ContainerNotRunning", 500, isRestarting ? `Container ${id} is restarting, wait until the container is running` : `container ${id} is not running`);
const donorIsGone = (reference, { message }) => refusal$2("ContainerNotRunning", 500, `cannot join PID of a non running container: ${reference}: ${message}`);
// src/core/lifecycle/search-path.ts
/**
* The names under / that a search along PATH depends on in an image: as long as a container's upper directory has none of
* them, the search ends as in the image alone. Absent where symlinks lead too far about to say.
*/
const topNames = (lower, name, path) => {
	if (name.includes("/")) return void 0;
	const known = remembered$6.get(lower) ?? /* @__PURE__ */ new Map();
	const key = `${name}\n${path}`;
	if (known.has(key)) return known.get(key);
	const names = namesOf$1({
		lower,
		upper: nothing$3
	}, name, path);
	if (known.size < 100) remembered$6.set(lower, known.set(key, names));
	return names;
};
const hasAtTop = ({ inodes }, name) => {
	const root = inodes.get(1);
	return root?.kind === "directory" && root.entries?.has(name) === true;
};
const remembered$6 = /* @__PURE__ */ new WeakMap();
const nothing$3 = emptyTree();
const namesOf$1 = (union, name, path) => {
	const names = /* @__PURE__ */ new Set();
	for (const directory of path.split(":")) {
		const parts = directory.split("/").filter((part) => part !== "");
		if (!directory.startsWith("/") || parts.includes(".") || parts.includes("..")) return void 0;
		const real = throughFirst(union, parts, names);
		if (!real || !isPlain$3(union, real)) return void 0;
		const link = readlink(union, `/${[...real, name].join("/")}`);
		if (link.ok && link.value.includes("/")) return void 0;
	}
	return [...names];
};
/** `/bin` may be a symlink to `usr/bin`; the parts of where it leads. */
const throughFirst = (union, parts, names) => {
	const [first = "", ...rest] = parts;
	names.add(first);
	const link = readlink(union, `/${first}`);
	if (!link.ok) return parts;
	const target = link.value.split("/").filter((part) => part !== "");
	if (target.includes(".") || target.includes("..")) return void 0;
	names.add(target[0] ?? "");
	return [...target, ...rest];
};
/** No directory on the way is a symlink. */
const isPlain$3 = (union, parts) => parts.every((_, at) => {
	const found = lstat(union, `/${parts.slice(0, at + 1).join("/")}`);
	return !found.ok || found.value.kind !== "symlink";
});
// src/core/lifecycle/executable.ts
/** What the engine puts into the environment when nobody does. */
const defaultPath$1 = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/**
* Where the runtime finds a program in a container's merged view: names without a slash along PATH, others as they are.
* A directory, or a file without any x bit, is found and refused only when it was named by a path.
*/
const findExecutable = (world, container, name, env, workingDir) => {
	const place = placeOf$2(world, container, name, pathOf$1(env));
	if (!place) return lookUp(world, container, name, env, workingDir);
	const known = remembered$5.get(place) ?? /* @__PURE__ */ new Map();
	const key = `${workingDir}\n${pathOf$1(env)}\n${name}`;
	const found = known.get(key) ?? lookUp(world, container, name, env, workingDir);
	if (known.size < 100) remembered$5.set(place, known.set(key, found));
	return found;
};
/** What was found in an image is found in every container of it that changed nothing there; else in this one as it is. */
const remembered$5 = /* @__PURE__ */ new WeakMap();
const placeOf$2 = (world, { id, mounts, tmpfs }, name, path) => {
	const layer = world.writeLayers.get(id);
	if (!layer || mounts.length > 0 || tmpfs) return void 0;
	const { upper } = layer;
	if (upper.inodes.size === 1) return lowerOf(world, layer.parent);
	const lower = lowerOf(world, layer.parent);
	const names = lower && topNames(lower, name, path);
	return names && !names.some((top) => hasAtTop(upper, top)) ? lower : upper;
};
const lookUp = (world, container, name, env, workingDir) => {
	if (name.includes("/")) {
		const path = name.startsWith("/") ? name : `${workingDir.replace(/\/$/, "")}/${name}`;
		const kind = kindOf$1(world, container, path);
		switch (kind) {
			case "executable": return { path };
			case "denied": return executionDenied(name);
			case "plain": return notExecutable(name);
			default: return executableMissing(name, kind);
		}
	}
	for (const directory of name === "" ? [] : pathOf$1(env).split(":")) {
		const isRelative = !directory.startsWith("/");
		const path = `${isRelative ? `${workingDir}/${directory}` : directory}/${name}`;
		const kind = kindOf$1(world, container, path);
		if (kind === "denied") return executionDenied(path);
		if (kind !== "executable") continue;
		return isRelative ? executableIsRelative(name) : { path };
	}
	return executableNotInPath(name);
};
const pathOf$1 = (env) => env.findLast((variable) => variable.startsWith("PATH="))?.slice(5) ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const kindOf$1 = (world, container, path) => {
	const where = whereIs(world, container, path);
	if (!where) return "ENOENT";
	if (where.kind === "outside") return container.mounts.some((it) => it.destination === where.mount && it.type === "bind") ? "executable" : path === where.mount ? "plain" : "ENOENT";
	const found = resolve$1(where.union, where.path, root$3, true);
	if (typeof found === "string") return found === "ELOOP" || found === "ENOTDIR" ? found : "ENOENT";
	if (found.inode.kind !== "file" || (found.inode.mode & 73) === 0) return "plain";
	return where.kind === "tmpfs" && !tmpfsOptions$1(container, where.mount).isExec ? "denied" : "executable";
};
/** Where an exec is to work must be there: nobody makes it, as a start would (measured, docs/facts.md). */
const directoryTrouble = (world, container, path) => {
	if (path === "/" || /^\/(?:proc|sys|dev)(?:\/|$)/.test(path)) return void 0;
	if (!path.startsWith("/")) return relativeDirectory();
	const where = whereIs(world, container, path);
	if (!where || where.kind === "outside") return void 0;
	const found = resolve$1(where.union, where.path, root$3, true);
	if (found === "ENOENT" || found === "ELOOP") return directoryMissing(path, found);
	return found === "ENOTDIR" || typeof found !== "string" && found.inode.kind !== "directory" ? directoryIsNone(path) : void 0;
};
// src/core/streams/volume/rejections.ts
/** What the engine answers when a command on volumes can not be done. */
const noSuchVolume = (name) => ({
	code: "VolumeNotFound",
	status: 404,
	message: `get ${name}: no such volume`
});
/** Of a container's volume that was removed before it was ever mounted. */
const volumeIsGone = (name) => ({
	code: "VolumeNotFound",
	status: 500,
	message: `get ${name}: no such volume`
});
const volumeInUse = (name, users) => ({
	code: "VolumeInUse",
	status: 409,
	message: `remove ${name}: volume is in use - [${users.join(", ")}]`
});
const invalidVolumeName = (name) => ({
	code: "InvalidVolumeName",
	status: 400,
	message: `create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`
});
/** One character is too short, whichever it is (measured, docs/facts.md). */
const shortVolumeName = (name) => ({
	code: "InvalidVolumeName",
	status: 400,
	message: `create ${name}: volume name is too short, names should be at least two alphanumeric characters`
});
const noSuchVolumeDriver = (name, driver) => ({
	code: "NoSuchVolumeDriver",
	status: 404,
	message: `create ${name}: error looking up volume plugin ${driver}: plugin "${driver}" not found`
});
// src/core/lifecycle/find-container.ts
/**
* The container that a client means: the full id first, then the exact name with or without slash, then a unique id
* prefix of any length (measured, docs/facts.md). Ids are lower case and 64 digits, so nothing else is ever a prefix.
*/
const findContainer = (world, reference) => {
	const exact = world.containers.get(reference) ?? named$3(world, reference);
	if (exact) return exact;
	const ids = idsWithPrefix(world, reference);
	const [only] = ids;
	if (only === void 0) return noSuchContainer(reference);
	return ids.length > 1 ? ambiguousPrefix(reference) : known$1(world.containers.get(only), `container ${only}`);
};
const isRejection = (found) => "code" in found;
/** Who holds a name now. */
const ownerOf$3 = (world, name) => world.indexes.names.get(name)?.anyKey();
const named$3 = (world, reference) => {
	const owner = ownerOf$3(world, reference.startsWith("/") ? reference.slice(1) : reference);
	return owner === void 0 ? void 0 : world.containers.get(owner);
};
/** At most two of them: more say nothing more. */
const idsWithPrefix = (world, prefix) => {
	if (prefix === "" || prefix.length > 64) return [];
	const ids = sortedIds(world);
	let low = 0;
	let high = ids.length;
	while (low < high) {
		const middle = low + high >> 1;
		if (known$1(ids[middle], "id") < prefix) low = middle + 1;
		else high = middle;
	}
	return ids.slice(low, low + 2).filter((id) => id.startsWith(prefix));
};
/** The name index changes exactly when a container comes, goes or is renamed, so the sorted ids stay true with it. */
const remembered$4 = /* @__PURE__ */ new WeakMap();
const sortedIds = ({ containers, indexes }) => {
	const before = remembered$4.get(indexes.names);
	if (before) return before;
	const ids = [...containers.keys()].sort();
	remembered$4.set(indexes.names, ids);
	return ids;
};
// src/core/lifecycle/random-hex.ts
/**
* 64 hex digits for ids that nothing is computed from: network sandboxes, endpoints, execs. A mixing function of 32 bits,
* many times faster than a digest; ids only have to differ.
*/
const randomHex = ({ seed, now }, purpose) => {
	const text = `${seed}\n${now}\n${purpose}`;
	let a = 2654435769;
	let b = 2246822507;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		a = Math.imul(a ^ code, 16777619);
		b = Math.imul(b ^ code, 1540483477) ^ a >>> 15;
	}
	let hex = "";
	for (let word = 0; word < 8; word++) {
		a = a + 1831565813 | 0;
		b = Math.imul(b ^ b >>> 13, 3266489909) + a;
		let mixed = Math.imul(a ^ a >>> 15, 1 | b);
		mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, 61 | b);
		const digits = mixed ^ mixed >>> 14 ^ b;
		hex += hexOf(digits >>> 24) + hexOf(digits >>> 16) + hexOf(digits >>> 8) + hexOf(digits);
	}
	return hex;
};
const hexOf = (word) => bytes[word & 255] ?? "";
const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
/** One of a list. */
const choose = (entropy, purpose, list) => list[Number.parseInt(randomHex(entropy, purpose).slice(0, 8), 16) % list.length] ?? list[0];
const base32$1 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** The 26 characters of a short link under `overlay2/l/`. */
const randomLink = (entropy, purpose) => {
	const hex = randomHex(entropy, purpose);
	let link = "";
	for (let at = 0; at < 52; at += 2) link += base32$1[Number.parseInt(hex.slice(at, at + 2), 16) % 32];
	return link;
};
// src/core/lifecycle/names.ts
/** At least two characters, one leading slash allowed (measured, docs/facts.md). */
const form$1 = /^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
const isName = (name) => form$1.test(name);
const withoutSlash = (name) => name.startsWith("/") ? name.slice(1) : name;
/** The driver for local volumes looks at the length first, whichever character it is. */
const volumeNameTrouble = (name) => {
	if (name.length === 1) return shortVolumeName(name);
	return isVolumeName(name) ? void 0 : invalidVolumeName(name);
};
/** A create of a container takes a name of one character too (measured). */
const isVolumeName = (name) => /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name);
const tempers = [
	"amber",
	"brave",
	"brisk",
	"calm",
	"candid",
	"clever",
	"deft",
	"eager",
	"earnest",
	"fair",
	"fond",
	"gentle",
	"glad",
	"hardy",
	"hopeful",
	"jolly",
	"keen",
	"kind",
	"lively",
	"lucid",
	"merry",
	"mild",
	"modest",
	"nimble",
	"patient",
	"proud",
	"quick",
	"quiet",
	"ready",
	"serene",
	"sharp",
	"steady",
	"sunny",
	"tidy",
	"upbeat",
	"witty"
];
const surnames = [
	"anning",
	"bascom",
	"boole",
	"bose",
	"curie",
	"dirac",
	"euler",
	"fermi",
	"franklin",
	"galois",
	"gauss",
	"germain",
	"hamilton",
	"hodgkin",
	"hopper",
	"jemison",
	"kepler",
	"khayyam",
	"knuth",
	"lamarr",
	"lovelace",
	"meitner",
	"mendel",
	"mirzakhani",
	"newton",
	"noether",
	"pascal",
	"payne",
	"plimsoll",
	"raman",
	"ride",
	"ritchie",
	"tesla",
	"turing",
	"wiles",
	"wu"
];
/**
* A name for a container that nobody named: up to six tries, with a digit from the second on, then the short id
* (as in moby's name generator). The word lists are our own.
*/
const generatedName = (world, entropy, id) => {
	for (let attempt = 0; attempt < 6; attempt++) {
		const words = `${choose(entropy, `temper ${attempt}`, tempers)}_${choose(entropy, `surname ${attempt}`, surnames)}`;
		const name = attempt === 0 ? words : words + choose(entropy, `digit ${attempt}`, digits);
		if (ownerOf$3(world, name) === void 0) return name;
	}
	return id.slice(0, 12);
};
const digits = [
	"0",
	"1",
	"2",
	"3",
	"4",
	"5",
	"6",
	"7",
	"8",
	"9"
];
// src/core/lifecycle/resolve-mounts.ts
/** `--volumes-from`, then `-v`, then `--mount`, then the volumes of the config, which yield to all others. */
const resolveMounts = (world, config, hostConfig, sources, entropy) => {
	const mounts = /* @__PURE__ */ new Map();
	const asked = new Set(Object.keys(hostConfig.Tmpfs ?? {}));
	const freshName = (destination) => randomHex(entropy, `volume ${destination}`);
	const taken = /* @__PURE__ */ new Set();
	const stop = (refusal) => ({
		mounts: [...mounts.values()],
		borrowed: taken,
		refusal
	});
	for (const other of hostConfig.VolumesFrom ?? []) {
		const borrowed = borrow(world, other);
		if ("code" in borrowed) return stop({
			...borrowed,
			status: 400
		});
		for (const mount of borrowed.mounts) {
			mounts.set(mount.destination, mount);
			taken.add(mount);
		}
	}
	for (const spec of hostConfig.Binds ?? []) {
		const mount = fromBind(spec, sources, freshName);
		if ("code" in mount) return stop(mount);
		if (asked.has(mount.destination)) return stop(duplicateMountPoint(mount.destination));
		asked.add(mount.destination);
		mounts.set(mount.destination, mount);
	}
	for (const request of hostConfig.Mounts ?? []) {
		const mount = fromRequest(request, sources, freshName);
		if ("code" in mount) return stop(mount);
		if (asked.has(mount.destination)) return stop(duplicateMountPoint(request.Target));
		asked.add(mount.destination);
		mounts.set(mount.destination, mount);
	}
	const tmpfs = /* @__PURE__ */ new Map();
	for (const [path, options] of Object.entries(hostConfig.Tmpfs ?? {})) tmpfs.set(cleaned(path), {
		type: "tmpfs",
		destination: cleaned(path),
		rw: true,
		options
	});
	for (const path of Object.keys(config.Volumes ?? {}).sort()) {
		const destination = cleaned(path);
		if (!mounts.has(destination) && !tmpfs.has(destination)) mounts.set(destination, anonymous(destination, freshName(destination)));
	}
	return {
		mounts: [...mounts.values(), ...tmpfs.values()],
		borrowed: taken
	};
};
const anonymous = (destination, name) => ({
	type: "volume",
	name,
	anonymous: true,
	destination,
	rw: true
});
/** Go's `filepath.Clean` for an absolute path. */
const cleaned = (path) => {
	const parts = [];
	for (const part of path.split("/")) if (part === "..") parts.pop();
	else if (part !== "" && part !== ".") parts.push(part);
	return `/${parts.join("/")}`;
};
/** What is wrong with the place that a mount shall have. */
const targetFlaw = (target) => {
	if (target === "") return "field Target must not be empty";
	if (!target.startsWith("/")) return noAbsolutePath(target);
	return cleaned(target) === "/" ? "invalid specification: destination can't be '/'" : void 0;
};
const noAbsolutePath = (path) => `invalid mount path: '${path}' mount path must be absolute`;
/** Of each kind a mode may have one word at most (measured, docs/facts.md). */
const kinds$3 = [
	["ro", "rw"],
	["z", "Z"],
	["nocopy"],
	[
		"consistent",
		"cached",
		"delegated"
	],
	[
		"private",
		"rprivate",
		"shared",
		"rshared",
		"slave",
		"rslave"
	]
];
const wordsOf$2 = (mode = "") => mode === "" ? [] : mode.split(",");
const isMode = (words) => {
	const found = words.map((word) => kinds$3.findIndex((kind) => kind.includes(word)));
	return !found.includes(-1) && new Set(found).size === found.length;
};
/** `-v [source:]destination[:mode]`. A source with a slash in front is a path of the host, else a volume's name. */
const fromBind = (spec, sources, freshName) => {
	const parts = spec.split(":");
	const [source = "", target = "", mode] = parts.length === 1 ? ["", spec] : parts;
	const isModeAlone = parts.length === 2 && isMode(wordsOf$2(target));
	if (spec === "" || parts.length > 3 || isModeAlone || parts.length > 1 && source === "") return invalidSpecification(spec);
	const flaw = targetFlaw(target);
	if (flaw !== void 0) return invalidDestination(spec, source.startsWith("/") ? "bind" : "volume", flaw);
	const words = wordsOf$2(mode);
	if (!isMode(words)) return invalidMountMode(mode ?? "");
	const isBind = source.startsWith("/");
	const propagated = words.find((word) => kinds$3[4].includes(word));
	if (isBind && words.includes("nocopy")) return fieldOfAnotherMount(spec, "bind");
	if (!isBind && propagated !== void 0) return fieldOfAnotherMount(spec, "volume");
	const destination = cleaned(target);
	const common = {
		destination,
		rw: !words.includes("ro"),
		...mode && { mode }
	};
	if (source === "") return {
		...anonymous(destination, freshName(destination)),
		...common,
		mode: "z"
	};
	if (!isBind) return isVolumeName(source) ? {
		type: "volume",
		name: source,
		...common
	} : invalidVolumeName(source);
	return {
		type: "bind",
		source: cleaned(source),
		propagation: propagated ?? "rprivate",
		...common,
		...sources[source] === "file" && { file: true }
	};
};
const fromRequest = (request, sources, freshName) => {
	const { Type, Source = "", Target, ReadOnly } = request;
	const destination = cleaned(Target);
	const common = {
		destination,
		rw: ReadOnly !== true
	};
	switch (Type) {
		case "bind": return {
			type: "bind",
			source: cleaned(Source),
			propagation: "rprivate",
			...common,
			...sources[Source] === "file" && { file: true }
		};
		case "tmpfs": return {
			type: "tmpfs",
			...common
		};
		default:
			if (Source === "") return {
				...anonymous(destination, freshName(destination)),
				...common,
				mode: "z"
			};
			return isVolumeName(Source) ? {
				type: "volume",
				name: Source,
				...common,
				mode: "z"
			} : invalidVolumeName(Source);
	}
};
/** The mount points of another container; what was anonymous there belongs to both. */
const borrow = (world, spec) => {
	const at = spec.indexOf(":");
	const [reference, mode] = at < 0 ? [spec] : [spec.slice(0, at), spec.slice(at + 1)];
	const words = wordsOf$2(mode);
	if (mode !== void 0 && (!isMode(words) || words.includes("nocopy"))) return {
		...invalidMountMode(mode),
		status: 400
	};
	if (reference === "") return emptyReference();
	const container = findContainer(world, reference);
	if (isRejection(container)) return container;
	return { mounts: container.mounts.filter(({ type }) => type !== "tmpfs").map((mount) => ({
		...mount,
		...mount.name !== void 0 && { borrowed: true },
		mode: "",
		rw: mount.rw && !words.includes("ro")
	})) };
};
// src/core/kernel/decision.ts
const accept = (events, answer, blobs) => ({
	accepted: true,
	events,
	answer,
	...blobs && blobs.size > 0 ? { blobs } : {}
});
const reject = (rejection) => ({
	accepted: false,
	rejection,
	events: nothing$2
});
/** A refusal that changed something on the way; only where the engine was measured to do so. */
const fail = (rejection, events) => ({
	accepted: false,
	rejection,
	events
});
const nothing$2 = [];
// src/core/lifecycle/mount-points.ts
/** The engine acts as root, without a umask, and writes nothing but empty files. */
const engineAt = (now) => ({
	...root$3,
	now,
	umask: 0,
	contents: () => void 0,
	put: () => emptyContent
});
const emptyContent = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/** Makes the missing directories of a path, 0755 and root's. */
const makeDirectories$1 = (before, path, ctx) => {
	let now = before;
	const parts = path.split("/").filter((part) => part !== "");
	for (let depth = 1; depth <= parts.length; depth++) now = after(now, mkdir$1(now.union, `/${parts.slice(0, depth).join("/")}`, ctx, 493));
	return now;
};
const after = (before, outcome) => {
	const { changes = [] } = outcome;
	if (changes.length === 0) return before;
	const { lower, upper } = before.union;
	return {
		union: {
			lower,
			upper: applyChanges$1(upper, changes)
		},
		changes: [...before.changes, ...changes]
	};
};
/** The working directory is made at create (measured, docs/facts.md); a file there is in the way. */
const prepareWorkingDir = (story, container, at) => {
	const { WorkingDir } = container.config;
	const union = WorkingDir === void 0 || WorkingDir === "" ? void 0 : unionOf(story.world, container.id);
	if (!union || WorkingDir === void 0) return void 0;
	const made = makeDirectories$1({
		union,
		changes: []
	}, WorkingDir, engineAt(at));
	const there = resolve$1(made.union, WorkingDir, root$3, true);
	if (typeof there === "string" || there.inode.kind !== "directory") return workingDirIsNoDirectory(WorkingDir);
	tellPrepared(story, container, WorkingDir, made, at);
};
/** Mount points that are missing are made by the runtime at start, in the write layer, and stay there. */
const prepareMountPoints = (story, container, at, points = mountsOf(container)) => {
	for (const mount of points) {
		const above = deepestAbove(container, mount);
		if (above) {
			prepareInVolume(story, mount, above, at);
			continue;
		}
		const union = unionOf(story.world, container.id);
		if (!union) continue;
		const there = resolve$1(union, mount.destination, root$3, true);
		if (typeof there !== "string") {
			if (there.inode.kind !== "directory" !== (mount.file === true)) return mountKindDiffers(sourceOf(mount), mount.destination, mount.type === "tmpfs" ? "0xe" : "0x5000");
			continue;
		}
		tellPrepared(story, container, mount.destination, mountPointFor(mount, union, at), at);
	}
};
/** `--init`: the engine's docker-init is bound in, so a file stands there ever after (measured, docs/facts.md). */
const dockerInit = {
	type: "bind",
	source: "/usr/bin/docker-init",
	destination: "/sbin/docker-init",
	file: true
};
const sourceOf = ({ source, name, type }) => source ?? (name === void 0 ? type : `/var/lib/docker/volumes/${name}/_data`);
const mountsOf = ({ mounts, hostConfig }) => hostConfig.Init === true ? [...mounts, dockerInit] : mounts;
const isUnder = (mount, other) => mount.destination.startsWith(`${other.destination}/`);
/** The mount that another one lies in. */
const deepestAbove = ({ mounts }, mount) => mounts.filter((other) => isUnder(mount, other)).reduce((best, other) => best && best.destination.length > other.destination.length ? best : other, void 0);
/** Below a volume the mount point is made in the volume, and stays there. */
const prepareInVolume = (story, mount, { name, destination }, at) => {
	const volume = story.world.volumes.get(name);
	if (!volume) return;
	const inside = mount.destination.slice(destination.length);
	const union = {
		lower: void 0,
		upper: volume.content
	};
	if (typeof resolve$1(union, inside, root$3, true) !== "string") return;
	const { changes } = mountPointFor({
		...mount,
		destination: inside
	}, union, at);
	if (changes.length > 0) story.tell({
		stream: "volume",
		id: volume.name,
		type: "VolumeChanged",
		at,
		operation: "prepare",
		path: inside,
		changes
	});
};
const mountPointFor = ({ destination, file }, union, at) => {
	const ctx = engineAt(at);
	const parent = destination.slice(0, destination.lastIndexOf("/"));
	const above = makeDirectories$1({
		union,
		changes: []
	}, file ? parent : destination, ctx);
	return file ? after(above, createFile$1(above.union, destination, /* @__PURE__ */ new Uint8Array(), ctx, 493)) : above;
};
const tellPrepared = (story, { id }, path, made, at) => {
	if (made.changes.length === 0) return;
	story.tell({
		stream: "write-layer",
		id,
		type: "UpperChanged",
		at,
		operation: "prepare",
		path,
		changes: made.changes
	});
};
// src/core/lifecycle/story.ts
/**
* What one decision has told so far, and the world as it stands after that. Lives and dies inside one call of decide:
* later consequences must see the earlier ones.
*/
var Story = class {
	world;
	before;
	told = [];
	/** False while a daemon that comes up has no networks yet: then it tells of no disconnect (measured, docs/facts.md). */
	hasNetworks = true;
	constructor(world) {
		this.world = world;
		this.before = world;
	}
	/** What has been told; whoever folds it into the world that the story began in gets the story's own. */
	get events() {
		return remember(this.before, this.told, this.world);
	}
	tell(event) {
		this.world = evolve(this.world, event);
		this.told.push(event);
	}
	tellAll(events) {
		for (const event of events) this.tell(event);
	}
	/** Host events that have been folded into a host already. */
	hostBecame(host, events) {
		this.world = {
			...this.world,
			host
		};
		for (const event of events) this.told.push(event);
	}
	container(id) {
		return known$1(this.world.containers.get(id), `container ${id}`);
	}
};
/** An event of a container's own stream. */
const ofContainer$1 = (id, at, type, payload) => ({
	stream: "container",
	id,
	type,
	at,
	...payload
});
// src/core/lifecycle/volumes-of.ts
/**
* The first mount of volumes that were taken over makes the container their user; until then they may be removed, and are
* missed now (measured, docs/facts.md).
*/
const takeVolumes = (story, { id, mounts }, at) => {
	const borrowed = mounts.filter((mount) => mount.borrowed);
	const missing = borrowed.find(({ name }) => !story.world.volumes.has(name));
	if (missing) return volumeIsGone(missing.name ?? "");
	if (borrowed.length > 0) story.tell(ofContainer$1(id, at, "BorrowedVolumesTaken", {}));
};
/** A volume is mounted once a container for each of its mount points; the end of a run lets go of it. */
const mountVolumes = (story, { id: container, mounts }, at) => {
	for (const { name, destination, rw } of mounts) {
		if (name === void 0) continue;
		story.tell({
			stream: "volume",
			id: name,
			type: "VolumeMounted",
			at,
			container,
			destination,
			rw
		});
	}
};
const unmountVolumes = (story, container, at) => {
	for (const { name, borrowed } of story.container(container).mounts) {
		if (name === void 0 || borrowed) continue;
		story.tell({
			stream: "volume",
			id: name,
			type: "VolumeUnmounted",
			at,
			container
		});
	}
};
/** `rm -v` and auto-remove delete the volumes that nobody named, unless somebody else uses them. */
const removeAnonymousVolumes = (story, { id, mounts }, at) => {
	for (const { name, anonymous, borrowed } of mounts) {
		if (name === void 0 || !anonymous || borrowed) continue;
		const users = story.world.indexes.volumeContainers.get(name);
		if (users !== void 0 && (users.size > 1 || !users.has(id))) continue;
		if (!story.world.volumes.has(name)) continue;
		story.tell({
			stream: "volume",
			id: name,
			type: "VolumeRemoved",
			at
		});
	}
};
// src/core/commands/client/archive/mounting.ts
/** Any cp mounts first, and that makes the missing mount points, whatever comes of the cp (measured, docs/facts/overlay.md). */
const mounted = (world, reference, path, at) => {
	const container = path === "" ? void 0 : findContainer(world, reference);
	if (!container || isRejection(container)) return {
		world,
		made: []
	};
	if (container.state.status === "dead" || container.state.status === "removing" || !unionOf(world, container.id)) return {
		world,
		made: []
	};
	const story = new Story(world);
	const refusal = takeVolumes(story, container, at);
	if (refusal) return {
		world,
		made: [],
		refusal
	};
	const points = container.mounts.filter(({ type }) => type !== "tmpfs");
	prepareMountPoints(story, container, at, points);
	return {
		world: story.world,
		made: story.events,
		container: story.container(container.id)
	};
};
/** A cp that comes to nothing has mounted and unmounted all the same. */
const refusedCp = ({ world, made, container }, rejection, at) => container ? fail(rejection, mounting(world, container, at, made)) : reject(rejection);
/**
* What a cp does, between mounting the container's volumes and unmounting them (measured: both are told, also for a
* running container, which keeps its own mounts).
*/
const mounting = (world, { id, mounts, state }, at, events) => {
	const volumes = mounts.filter(({ name }) => name !== void 0 && world.volumes.has(name));
	const living = state.status === "running" || state.status === "paused";
	const mounted = volumes.map(({ name, destination, rw }) => ({
		stream: "volume",
		id: name,
		type: "VolumeMounted",
		container: id,
		destination,
		rw,
		at
	}));
	const unmounted = volumes.map(({ name }) => ({
		stream: "volume",
		id: name,
		type: "VolumeUnmounted",
		container: id,
		...living && { stays: true },
		at
	}));
	return [
		...mounted,
		...events,
		...unmounted
	];
};
// src/core/streams/container/archive-rejections.ts
/** The engine's own spelling (measured). */
const emptyArchivePath = () => ({
	code: "EmptyArchivePath",
	status: 400,
	message: "bad parameter: pathcannot be empty"
});
const pathNotFound = (path, container) => ({
	code: "PathNotFound",
	status: 404,
	message: `Could not find the file ${path} in container ${container}`
});
const layerIsGone = (id) => ({
	code: "LayerIsGone",
	status: 500,
	message: `RWLayer of container ${id} is unexpectedly nil`
});
const archiveLoop = (path) => ({
	code: "ArchiveLoop",
	status: 500,
	message: `evalSymlinksInScope: too many links in ${path}`
});
/** Below a file. */
const belowNoDirectory = (path) => ({
	code: "BelowNoDirectory",
	status: 500,
	message: `lstat ${path}: not a directory`
});
const notAnExtractionPoint = () => ({
	code: "NotAnExtractionPoint",
	status: 500,
	message: "extraction point is not a directory"
});
const rootIsReadOnly = () => ({
	code: "RootIsReadOnly",
	status: 500,
	message: "container rootfs is marked read-only"
});
const volumeIsReadOnly = () => ({
	code: "VolumeIsReadOnly",
	status: 500,
	message: "mounted volume is marked read-only"
});
const outsideOfExtraction = (name, path) => ({
	code: "OutsideOfExtraction",
	status: 500,
	message: `Error processing tar file(exit status 1): "${name}" is outside of "${path}"`
});
const cannotOverwrite = (isDirectory, target, source) => ({
	code: "CannotOverwrite",
	status: 500,
	message: isDirectory ? `Error processing tar file(exit status 1): cannot overwrite directory "${target}" with non-directory "${source}"` : `Error processing tar file(exit status 1): cannot overwrite non-directory "${target}" with directory "${source}"`
});
/** Go's words for what a system call says. */
const inWords = {
	EBUSY: "device or resource busy",
	EEXIST: "file exists",
	EISDIR: "is a directory",
	ELOOP: "too many levels of symbolic links",
	ENOENT: "no such file or directory",
	ENOTDIR: "not a directory",
	EPERM: "operation not permitted"
};
const extractionFailed = (path, errno, call) => ({
	code: "ExtractionFailed",
	status: 500,
	message: `Error processing tar file(exit status 1): ${call} ${path}: ${inWords[errno] ?? errno}`
});
// src/core/commands/client/archive/place.ts
/** The engine resolves the directory of what was asked for, and says where on the host. */
const mergedOf = ({ writeLayers }, id) => `/var/lib/docker/overlay2/${writeLayers.get(id)?.mountId ?? ""}/merged`;
const root$2 = {
	uid: 0,
	gid: 0
};
/**
* Finds what a cp names. Checks in the engine's order: an empty path, the container, its layer, the path. Paths and links
* are always resolved inside the container's root; `follow` is off for what is only looked at.
*/
const placeOf$1 = (world, reference, path, follow) => {
	if (path === "") return emptyArchivePath();
	const container = findContainer(world, reference);
	if (isRejection(container)) return container;
	const union = unionOf(world, container.id);
	if (container.state.status === "dead" || !union) return layerIsGone(container.id);
	const absolute = path.startsWith("/") ? path : `/${path}`;
	const follows = follow || absolute.endsWith("/");
	const where = whereEngineLooks(world, container, follows ? linksFollowed(union, absolute) : absolute);
	if (container.state.status === "removing" || !where) return pathNotFound(path, reference);
	if (where.kind === "outside") return {
		container,
		where,
		kind: isFile(container, where.mount) ? "other" : "directory"
	};
	const found = resolve$1(where.union, where.path, root$2, follows);
	if (found === "ELOOP") return archiveLoop(`${mergedOf(world, container.id)}${absolute.replace(/\/[^/]*\/?$/, "") || "/"}`);
	if (found === "ENOTDIR" && !follow) return belowNoDirectory(`${mergedOf(world, container.id)}${absolute}`);
	if (typeof found === "string") return pathNotFound(path, reference);
	return {
		container,
		where,
		kind: found.inode.kind === "directory" ? "directory" : "other"
	};
};
/** One of the engine's own files, or a file of the host. */
const isFile = ({ mounts }, mount) => engineFiles.includes(mount) || mounts.some(({ destination, file }) => destination === mount && file === true);
// src/core/commands/client/archive/get-archive.ts
/** `docker cp CONTAINER:PATH -`: the container's volumes are mounted for the call, whether it runs or not. */
const getArchive = (world, { container, path }, { entropy: { now } }) => {
	const under = mounted(world, container, path, now);
	if (under.refusal) return reject(under.refusal);
	const place = placeOf$1(under.world, container, path, false);
	if (isRejection(place)) return refusedCp(under, place, now);
	return accept(mounting(under.world, place.container, now, [...under.made, {
		stream: "container",
		id: place.container.id,
		type: "ContainerObserved",
		action: "archive-path",
		at: now
	}]));
};
// src/core/commands/client/archive/extract.ts
/**
* Puts the entries of an archive under a directory, one after the other, through the union's own system calls. What is mounted
* over a path keeps it from being replaced (measured, docs/facts/overlay.md).
*/
const extract = (union, directory, command, context, busy) => {
	const changes = [];
	let current = union;
	const file = {
		uid: 0,
		gid: 0,
		umask: 0,
		now: context.entropy.now,
		contents: context.contents,
		put: digestOf$1
	};
	const call = (act) => {
		const outcome = act(current);
		if (outcome.changes && outcome.changes.length > 0) {
			changes.push(...outcome.changes);
			current = {
				lower: current.lower,
				upper: applyChanges$1(current.upper, outcome.changes)
			};
		}
		return outcome.ok ? void 0 : outcome.errno;
	};
	for (const entry of command.entries) {
		if (escapes$1(entry.path)) return {
			changes,
			rejection: outsideOfExtraction(entry.path, command.path)
		};
		const path = entry.path === "" ? directory : `${directory.replace(/\/$/, "")}/${entry.path}`;
		const clash = command.noOverwriteDirNonDir ? clashAt(current, path, directory, entry) : void 0;
		if (clash) return {
			changes,
			rejection: clash
		};
		if (busy.has(path) && !(entry.node.kind === "directory" && at$3(current, path)?.kind === "directory")) return {
			changes,
			rejection: extractionFailed(path, "EBUSY", "unlinkat")
		};
		const errno = place$1(call, () => current, path, entry, file, directory);
		if (errno) return {
			changes,
			rejection: extractionFailed(path, errno, callFor[entry.node.kind])
		};
	}
	return { changes };
};
/** The system call that an error of the engine names (measured for files, docs/facts.md). */
const callFor = {
	directory: "mkdir",
	file: "open",
	symlink: "symlink",
	fifo: "mknod",
	socket: "mknod",
	device: "mknod",
	whiteout: "mknod"
};
const escapes$1 = (path) => path === ".." || path.startsWith("../") || path.includes("/../");
const at$3 = (union, path) => {
	const found = resolve$1(union, path, {
		uid: 0,
		gid: 0
	}, false);
	return typeof found === "string" ? void 0 : found.inode;
};
/** The engine names what stands there and, for what would come, the directory of the extraction (measured). */
const clashAt = (union, path, directory, { node }) => {
	const there = at$3(union, path);
	if (!there || there.kind === "directory" === (node.kind === "directory")) return void 0;
	return cannotOverwrite(there.kind === "directory", path, directory);
};
/** One entry: parents that are missing are made 0755, what stands in its way goes, then its attributes are set. */
const place$1 = (call, now, path, { node, hardLink }, ctx, directory) => {
	const parts = path.split("/").filter((part) => part !== "");
	for (let depth = 1; depth < parts.length; depth += 1) {
		const parent = `/${parts.slice(0, depth).join("/")}`;
		if (!at$3(now(), parent)) call((union) => mkdir$1(union, parent, ctx, 493));
	}
	const there = at$3(now(), path);
	if (there && !(there.kind === "directory" && node.kind === "directory")) {
		if (there.kind === "directory") removeTree(call, now, path, ctx);
		else call((union) => unlink$1(union, path, ctx));
	}
	if (hardLink !== void 0) return call((union) => link$4(union, `${directory.replace(/\/$/, "")}/${hardLink}`, path, ctx));
	const made = make$1(call, there?.kind === "directory", path, node, ctx);
	if (made !== void 0) return made;
	return call((union) => lchown(union, path, {
		uid: node.uid,
		gid: node.gid
	}, ctx)) ?? (node.kind === "symlink" ? void 0 : call((union) => chmod(union, path, node.mode, ctx))) ?? call((union) => utimes(union, path, node.mtime, ctx, false));
};
const make$1 = (call, isThere, path, node, ctx) => {
	switch (node.kind) {
		case "directory": return isThere ? void 0 : call((union) => mkdir$1(union, path, ctx, node.mode));
		case "file": return call((union) => writeFile$1(union, path, ctx.contents(node.content) ?? /* @__PURE__ */ new Uint8Array(), ctx, node.mode));
		case "symlink": return call((union) => symlink$1(union, node.target, path, ctx));
		case "fifo": return call((union) => mkfifo(union, path, ctx, node.mode));
		case "socket": return call((union) => makeSocket(union, path, ctx, node.mode));
		case "device": return call((union) => mknod$1(union, path, node, ctx, node.mode));
		case "whiteout": return "EPERM";
	}
};
/** `rm -r`: from the leaves up. */
const removeTree = (call, now, path, ctx) => {
	const directory = resolve$1(now(), path, {
		uid: 0,
		gid: 0
	}, false);
	if (typeof directory === "string") return;
	for (const { path: below, node } of [...walkMerged(now(), directory, path)].reverse()) call((union) => (node.inode.kind === "directory" ? rmdir$1 : unlink$1)(union, below, ctx));
	call((union) => rmdir$1(union, path, ctx));
};
// src/core/commands/client/archive/put-archive.ts
/** What lies over the file system that is extracted into: it is busy, and can not be replaced. */
const inTheWay = (container, { kind }) => new Set(kind === "write-layer" ? mountsOfEngine(container).map(({ destination }) => destination) : []);
/** `docker cp - CONTAINER:PATH`. Not atomic: what was extracted before an error stays (measured). */
const putArchive = (world, command, context) => {
	const { now } = context.entropy;
	const under = mounted(world, command.container, command.path, now);
	if (under.refusal) return reject(under.refusal);
	const place = placeOf$1(under.world, command.container, command.path, true);
	if (isRejection(place)) return refusedCp(under, place, now);
	if (place.kind !== "directory") return refusedCp(under, notAnExtractionPoint(), now);
	const { container, where } = place;
	const extracted = {
		stream: "container",
		id: container.id,
		type: "ContainerObserved",
		action: "extract-to-dir",
		at: now
	};
	if (where.kind === "outside") return accept(mounting(under.world, container, now, [...under.made, extracted]));
	if (!where.rw) return refusedCp(under, where.kind === "volume" ? volumeIsReadOnly() : rootIsReadOnly(), now);
	const { changes, rejection } = extract(where.union, where.path, command, context, inTheWay(container, where));
	const change = {
		operation: "extract",
		path: where.path,
		changes,
		at: now
	};
	const changed = changes.length === 0 ? [] : where.kind === "volume" ? [{
		stream: "volume",
		id: where.id,
		type: "VolumeChanged",
		...change
	}] : [{
		stream: "write-layer",
		id: where.id,
		type: "UpperChanged",
		...change
	}];
	const told = [...under.made, ...changed];
	if (rejection) return fail(rejection, mounting(under.world, container, now, told));
	return accept(mounting(under.world, container, now, [...told, extracted]));
};
// src/core/commands/client/archive/stat-archive.ts
/** The first half of every cp: does the path exist. Tells of nothing but the mounts that it took. */
const statArchive = (world, { container, path }, { entropy: { now } }) => {
	const under = mounted(world, container, path, now);
	if (under.refusal) return reject(under.refusal);
	const place = placeOf$1(under.world, container, path, false);
	if (isRejection(place)) return refusedCp(under, place, now);
	return accept(mounting(under.world, place.container, now, under.made));
};
// src/core/commands/client/archive/index.ts
const archiveVerbs = {
	GetArchive: getArchive,
	PutArchive: putArchive,
	StatArchive: statArchive
};
// src/core/commands/client/target.ts
/** Decides on the container that the client means, or refuses because there is none. */
const onContainer = (world, reference, decide) => {
	const found = findContainer(world, reference);
	return isRejection(found) ? reject(found) : decide(found);
};
const changed$1 = { changed: true };
const unchanged = { changed: false };
// src/core/commands/client/attach-container.ts
/** `docker attach` joins the streams of main, of a stopped container too: its next run will print there. */
const attachContainer = (world, { container: reference, stream = false }, { entropy: { now } }) => onContainer(world, reference, ({ id, state }) => match(state.status).returnType().with("created", "running", "exited", "removing", "dead", () => accept([ofContainer$1(id, now, "ContainerObserved", { action: "attach" })], { blocks: stream })).with("paused", () => reject(attachToPaused(reference))).with("restarting", () => reject(attachToRestarting(reference))).exhaustive());
// src/core/streams/image/rejections.ts
/** Every text was measured on Docker Engine 20.10.24: docs/facts.md. */
const imageNotFound = (reference) => ({
	code: "ImageNotFound",
	status: 404,
	message: `No such image: ${reference}`
});
/** What inspect makes of any failed look-up: it says so twice. */
const noSuchImage = (typed, because) => ({
	...because,
	message: `no such image: ${typed}: ${because.message}`
});
/** The engine looks for the image's file and shows the path that it did not find. */
const imageFileMissing = (id) => ({
	code: "ImageFileMissing",
	status: 500,
	message: `failed to get digest ${id}: open /var/lib/docker/image/overlay2/imagedb/content/sha256/${hexOf$1(id)}: no such file or directory`
});
const conflict = (message) => ({
	code: "ImageInUse",
	status: 409,
	message: `conflict: ${message}`
});
/** Removing the last name of an image that a container uses. */
const referenceInUse = (typed, container, image) => conflict(`unable to remove repository reference "${typed}" (must force) - container ${shortId(container)} is using its referenced image ${shortId(image)}`);
const imageHasChildren = (image) => conflict(`unable to delete ${shortId(image)} (cannot be forced) - image has dependent child images`);
const imageRuns = (image, container) => conflict(`unable to delete ${shortId(image)} (cannot be forced) - image is being used by running container ${shortId(container)}`);
const imageHasReferences = (image) => conflict(`unable to delete ${shortId(image)} (must be forced) - image is referenced in multiple repositories`);
const imageHasStoppedContainer = (image, container) => conflict(`unable to delete ${shortId(image)} (must be forced) - image is being used by stopped container ${shortId(container)}`);
/** Law L6. */
const maxDepthExceeded = () => ({
	code: "MaxDepthExceeded",
	status: 500,
	message: "max depth exceeded"
});
const emptyExport = () => ({
	code: "EmptyExport",
	status: 500,
	message: "empty export - not implemented"
});
const invalidFilter = (filter) => ({
	code: "InvalidFilter",
	status: 400,
	message: `Invalid filter '${filter}'`
});
/** A Dockerfile, or the `changes` of a commit or an import, that does not parse. */
const invalidDockerfile = (message) => ({
	code: "InvalidDockerfile",
	status: 400,
	message
});
/** A container whose removal goes on counts as dead too (measured, docs/facts.md). */
const containerIsDead = (id, verb) => ({
	code: "ContainerIsDead",
	status: 409,
	message: `You cannot ${verb} container ${id} which is Dead`
});
const emptyContainerName = () => ({
	code: "InvalidContainerName",
	status: 400,
	message: "invalid name or ID supplied: \"\""
});
// src/core/images/reference.ts
const isFlaw = (value) => "flaw" in value;
const defaultDomain = "docker.io";
const officialPath = "library/";
const longestName = 255;
const word$1 = "[a-z0-9]+";
const component = `${word$1}(?:(?:[._]|__|-+)${word$1})*`;
const label$1 = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
const host = `${label$1}(?:\\.${label$1})*(?::[0-9]+)?`;
const tagText = "\\w[\\w.-]{0,127}";
const referenceForm = new RegExp(`^((?:(${host})/)?(${component}(?:/${component})*))(?::(${tagText}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`);
const tagForm = new RegExp(`^${tagText}$`);
const identifierForm = /^[a-f0-9]{64}$/;
const invalidFormat = "invalid reference format";
const lowercase = "repository name must be lowercase";
/** The engine's `ParseNormalizedNamed`: fills in the host and `library/`, and checks every rule of names. */
const parseName = (text) => {
	if (identifierForm.test(text)) return { flaw: `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings` };
	const [domain, rest] = splitDomain(text);
	const name = rest.includes(":") ? rest.slice(0, rest.indexOf(":")) : rest;
	if (name.toLowerCase() !== name) return { flaw: `${invalidFormat}: ${lowercase}` };
	return parseFull(`${domain}/${rest}`);
};
/** The first part is a host when it looks like one; anything else is of Docker Hub, and there one word is official. */
const splitDomain = (text) => {
	const slash = text.indexOf("/");
	const first = text.slice(0, Math.max(slash, 0));
	const isHost = slash >= 0 && (/[.:]/.test(first) || first === "localhost");
	const domain = isHost && first !== "index.docker.io" ? first : defaultDomain;
	const rest = isHost ? text.slice(slash + 1) : text;
	return [domain, domain === defaultDomain && !rest.includes("/") ? officialPath + rest : rest];
};
const parseFull = (text) => {
	const parts = referenceForm.exec(text);
	if (!parts) return { flaw: referenceForm.test(text.toLowerCase()) ? lowercase : invalidFormat };
	const [, name = "", domain = "", path = "", tag, digest] = parts;
	if (name.length > longestName) return { flaw: `repository name must not be more than ${longestName} characters` };
	const wrong = digest === void 0 ? void 0 : flawOfDigest(digest);
	if (wrong !== void 0) return { flaw: wrong };
	return {
		domain,
		path,
		...tag !== void 0 && { tag },
		...digest !== void 0 && { digest }
	};
};
const lengths = /* @__PURE__ */ new Map([
	["sha256", 64],
	["sha384", 96],
	["sha512", 128]
]);
const flawOfDigest = (digest) => {
	const [algorithm = "", hex = ""] = digest.split(":");
	const length = lengths.get(algorithm);
	if (length === void 0) return /^[a-z0-9.+_-]+$/.test(algorithm) ? "unsupported digest algorithm" : "invalid checksum digest format";
	if (hex.length !== length) return "invalid checksum digest length";
	return /^[a-f0-9]+$/.test(hex) ? void 0 : "invalid checksum digest format";
};
/** The engine's `ParseAnyReference`: 64 hex digits and whole digests are ids, everything else must be a name. */
const parseAny = (text) => {
	if (identifierForm.test(text)) return { id: `sha256:${text}` };
	if (/^sha(256|384|512):/.test(text) && flawOfDigest(text) === void 0) return { id: text };
	return parseName(text);
};
/** The name with another tag and no digest. */
const withTag$1 = ({ domain, path }, tag) => tagForm.test(tag) ? {
	domain,
	path,
	tag
} : { flaw: "invalid tag format" };
/** `latest` for a name that has neither tag nor digest. */
const tagNameOnly = (named) => named.tag === void 0 && named.digest === void 0 ? {
	...named,
	tag: "latest"
} : named;
/** `docker.io/library/redis`. */
const normalName = ({ domain, path }) => domain === "" ? path : `${domain}/${path}`;
/** `redis`: as Docker shows it, without Docker Hub's host and `library/`. */
const familiarName = ({ domain, path }) => {
	if (domain !== defaultDomain) return normalName({
		domain,
		path
	});
	const official = path.startsWith(officialPath) ? path.slice(8) : "";
	return official !== "" && !official.includes("/") ? official : path;
};
/** `redis:7`, `redis@sha256:…`; a name without tag stays without one. */
const familiar = (named) => familiarName(named) + suffix(named);
const suffix = ({ tag, digest }) => (tag === void 0 ? "" : `:${tag}`) + (digest === void 0 ? "" : `@${digest}`);
/** Under what the reference store keeps it: a digest wins over a tag, and no tag is `latest`. */
const storedAs = (named) => {
	const { domain, path, digest } = named;
	return familiar(digest === void 0 ? tagNameOnly(named) : {
		domain,
		path,
		digest
	});
};
/** A stored reference taken apart again. */
const partsOf = (reference) => {
	const named = parseName(reference);
	return isFlaw(named) ? {
		domain: "",
		path: reference
	} : named;
};
/** The order in which Docker lists references: by their normal form. */
const byNormalForm = (a, b) => {
	const [x, y] = [normalForm(a), normalForm(b)];
	return x < y ? -1 : x > y ? 1 : 0;
};
const normalForm = (reference) => {
	const named = partsOf(reference);
	return normalName(named) + suffix(named);
};
const isDigestReference = (reference) => reference.includes("@");
// src/core/kernel/go-duration.ts
const units$3 = {
	ns: 1,
	us: 1e3,
	µs: 1e3,
	μs: 1e3,
	ms: 1e6,
	s: 1e9,
	m: 6e10,
	h: 36e11
};
/** A duration as Go reads it, `1m30s`, `-1.5h` or `0`, in nanoseconds. */
const goDuration = (text) => {
	const [, sign = "", rest = ""] = /^([-+]?)(.*)$/su.exec(text) ?? [];
	if (rest === "0") return 0;
	if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return void 0;
	const nanos = [...rest.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)].reduce((sum, [, amount, unit = ""]) => sum + Number(amount) * (units$3[unit] ?? 0), 0);
	return sign === "-" ? -nanos : nanos;
};
// src/core/images/dockerfile/go-quote.ts
const named$2 = {
	"\"": "\\\"",
	"\\": "\\\\",
	"\n": "\\n",
	"\r": "\\r",
	"	": "\\t",
	"\x07": "\\a",
	"\b": "\\b",
	"\f": "\\f",
	"\v": "\\v"
};
/** Go's `%q` of a text. */
const goQuote = (text) => `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (char) => named$2[char] ?? `\\x${hex(char)}`)}"`;
const hex = (char) => char.charCodeAt(0).toString(16).padStart(2, "0");
/** Go's `%q` of a list: `["a" "b"]`. */
const goQuoteList = (texts) => `[${texts.map(goQuote).join(" ")}]`;
// src/core/images/dockerfile/lines.ts
/** Splits a Dockerfile into instructions, as BuildKit's parser of Docker 20.10 does. */
const parseLines = (source) => {
	const rows = source.replace(/^\ufeff/, "").split(/\r?\n/);
	const escapeChar = escapeDirective(rows);
	const lines = [];
	for (let at = 0; at < rows.length;) {
		const { text, next } = logicalLine(rows, at, escapeChar);
		if (text !== "") lines.push(lineOf$1(text, at + 1));
		at = next;
	}
	return lines.length === 0 ? { flaw: "file with no instructions" } : {
		lines,
		escapeChar
	};
};
/** Only in the comment lines at the very top. */
const escapeDirective = (rows) => {
	for (const row of rows) {
		const directive = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(row);
		if (!directive) break;
		if (directive[1]?.toLowerCase() === "escape" && directive[2] === "`") return "`";
	}
	return "\\";
};
const isComment = (row) => row.trimStart().startsWith("#");
/** Comments and empty lines inside a continued instruction do not end it. */
const logicalLine = (rows, from, escapeChar) => {
	const continued = escapeChar === "\\" ? /\\[ \t]*$/ : /`[ \t]*$/;
	let [text, at] = ["", from];
	for (; at < rows.length; at++) {
		const row = rows[at] ?? "";
		const isFirst = at === from;
		if (isComment(row)) {
			if (isFirst) break;
			continue;
		}
		if (!isFirst && row.trim() === "") continue;
		text += (isFirst ? row.trimStart() : row).replace(continued, "");
		if (!continued.test(row)) break;
	}
	return {
		text: text.trim(),
		next: at + 1
	};
};
const lineOf$1 = (original, number) => {
	const [, word = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(original) ?? [];
	const flags = [];
	let text = rest.trim();
	for (let flag = leadingFlag.exec(text); flag; flag = leadingFlag.exec(text)) {
		text = text.slice(flag[0].length);
		if (flag[1] === "--") break;
		flags.push(flag[1] ?? "");
	}
	return {
		keyword: word.toUpperCase(),
		flags,
		text,
		original,
		number
	};
};
const leadingFlag = /^(--\S*)(?:\s+|$)/;
/** Words split at blanks; quotes and escapes keep blanks inside a word, and stay in it. */
const wordsOf$1 = (text, escapeChar) => {
	const words = [];
	let [word, quote] = ["", ""];
	for (let at = 0; at < text.length; at++) {
		const char = text[at] ?? "";
		if (char === escapeChar && quote !== "'") word += char + (text[++at] ?? "");
		else if (quote === "" && /\s/.test(char)) {
			if (word !== "") words.push(word);
			word = "";
		} else {
			if (quote === "" && (char === "\"" || char === "'")) quote = char;
			else if (char === quote) quote = "";
			word += char;
		}
	}
	return word === "" ? words : [...words, word];
};
const plainWords = (text) => text.split(/\s+/).filter((word) => word !== "");
/** `["a", "b"]`; `undefined` when the text is no JSON list of texts. */
const jsonWords = (text) => {
	if (!text.startsWith("[")) return void 0;
	try {
		const list = JSON.parse(text);
		return Array.isArray(list) && list.every((item) => typeof item === "string") ? list : void 0;
	} catch {
		return;
	}
};
/** `K v w`, or `K=v L="w x"`: the first word decides. */
const pairsOf$1 = ({ keyword, text }, escapeChar) => {
	const words = wordsOf$1(text, escapeChar);
	const [first] = words;
	if (first === void 0) return { flaw: `${keyword} requires at least one argument` };
	if (!first.includes("=")) {
		const [, key, value] = /^(\S+)\s+([\s\S]+)$/.exec(text) ?? [];
		return key === void 0 || value === void 0 ? { flaw: `${keyword} must have two arguments` } : [[key, value]];
	}
	const pairs = [];
	for (const word of words) {
		const at = word.indexOf("=");
		if (at < 0) return { flaw: `Syntax error - can't find = in ${JSON.stringify(word)}. Must be of the form: name=value` };
		pairs.push([word.slice(0, at), word.slice(at + 1)]);
	}
	return pairs;
};
// src/core/images/dockerfile/health.ts
/** `HEALTHCHECK NONE`, or `HEALTHCHECK [--interval=…] CMD …`. */
const healthcheckOf$1 = ({ flags, text }) => {
	const [, type = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
	if (type === "") return { flaw: "HEALTHCHECK requires at least one argument" };
	if (type.toUpperCase() === "NONE") return rest === "" ? { Test: ["NONE"] } : { flaw: "HEALTHCHECK NONE takes no arguments" };
	if (type.toUpperCase() !== "CMD") return { flaw: `Unknown type ${JSON.stringify(type)} in HEALTHCHECK (try CMD)` };
	const json = jsonWords(rest);
	if (rest === "" || json?.length === 0) return { flaw: "Missing command after HEALTHCHECK CMD" };
	const test = json ? ["CMD", ...json] : ["CMD-SHELL", rest];
	return options({ Test: test }, flags);
};
const fields$1 = {
	"--interval": "Interval",
	"--timeout": "Timeout",
	"--start-period": "StartPeriod"
};
const options = (test, flags) => {
	let health = test;
	for (const flag of flags) {
		const [name = "", value = ""] = [flag.slice(0, flag.indexOf("=")), flag.slice(flag.indexOf("=") + 1)];
		const field = Object.hasOwn(fields$1, name) ? fields$1[name] : void 0;
		const duration = goDuration(value);
		if (field && duration !== void 0) health = {
			...health,
			[field]: duration
		};
		else if (field) return { flaw: `time: invalid duration ${JSON.stringify(value)}` };
		else if (name !== "--retries") return { flaw: `Unknown flag: ${flag.replace(/^--/, "").replace(/=.*/, "")}` };
		else if (/^\d+$/.test(value)) health = {
			...health,
			Retries: Number(value)
		};
		else return { flaw: `strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax` };
	}
	return health;
};
/** What the history row shows: Go's `%q` of the struct. */
const quotedHealth = ({ Test = [], Interval, Timeout, StartPeriod, Retries = 0 }) => `&{${goQuoteList(Test)} "${shown$5(Interval)}" "${shown$5(Timeout)}" "${shown$5(StartPeriod)}" ${rune(Retries)}}`;
const rune = (code) => code >= 32 && code < 127 ? `'${String.fromCharCode(code)}'` : runes[code] ?? `'\\x${code.toString(16).padStart(2, "0")}'`;
const runes = {
	7: "'\\a'",
	8: "'\\b'",
	9: "'\\t'",
	10: "'\\n'",
	11: "'\\v'",
	12: "'\\f'",
	13: "'\\r'"
};
/** Go's `Duration.String`. */
const shown$5 = (nanos = 0) => {
	if (nanos === 0) return "0s";
	if (nanos < 1e9) return nanos < 1e6 ? nanos < 1e3 ? `${nanos}ns` : `${nanos / 1e3}µs` : `${nanos / 1e6}ms`;
	const [hours, minutes] = [Math.floor(nanos / 36e11), Math.floor(nanos % 36e11 / 6e10)];
	const seconds = `${nanos % 6e10 / 1e9}s`;
	return hours > 0 ? `${hours}h${minutes}m${seconds}` : minutes > 0 ? `${minutes}m${seconds}` : seconds;
};
// src/core/images/dockerfile/instruction.ts
/** The meaning of a line, or what is wrong with it in the engine's words. */
const instructionOf = (line, escapeChar) => {
	const { keyword, text } = line;
	switch (keyword) {
		case "ENV":
		case "LABEL": {
			const pairs = pairsOf$1(line, escapeChar);
			return isFlaw(pairs) ? pairs : {
				word: keyword,
				pairs
			};
		}
		case "CMD":
		case "ENTRYPOINT":
		case "RUN": {
			const json = jsonWords(text);
			return {
				word: keyword,
				args: json ?? [text],
				shell: json === void 0
			};
		}
		case "EXPOSE": return atLeastOne(keyword, [...plainWords(text)].sort());
		case "VOLUME": return atLeastOne(keyword, jsonWords(text) ?? plainWords(text));
		case "SHELL": {
			const json = jsonWords(text);
			return json ? atLeastOne(keyword, json) : { flaw: `SHELL requires the arguments to be in JSON form` };
		}
		case "USER":
		case "WORKDIR":
		case "STOPSIGNAL":
		case "MAINTAINER": return text === "" ? { flaw: `${keyword} requires exactly one argument` } : {
			word: keyword,
			text
		};
		case "ONBUILD": return onBuild(text);
		case "HEALTHCHECK": {
			const health = healthcheckOf$1(line);
			return isFlaw(health) ? health : {
				word: keyword,
				health
			};
		}
		case "ARG": return arg(text);
		case "FROM": return from(text);
		case "COPY":
		case "ADD": return copy$1(keyword, line);
		default: return { flaw: `unknown instruction: ${keyword}` };
	}
};
const atLeastOne = (word, args) => args.length === 0 ? { flaw: `${word} requires at least one argument` } : {
	word,
	args
};
const onBuild = (text) => {
	const trigger = plainWords(text)[0]?.toUpperCase();
	if (trigger === void 0) return { flaw: "ONBUILD requires at least one argument" };
	if (trigger === "ONBUILD") return { flaw: "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed" };
	if (trigger === "MAINTAINER" || trigger === "FROM") return { flaw: `${trigger} isn't allowed as an ONBUILD trigger` };
	return {
		word: "ONBUILD",
		text
	};
};
const arg = (text) => {
	const [first] = plainWords(text);
	if (first === void 0) return { flaw: "ARG requires at least one argument" };
	const at = first.indexOf("=");
	if (at < 0) return {
		word: "ARG",
		name: first
	};
	return at === 0 ? { flaw: "ARG names can not be blank" } : {
		word: "ARG",
		name: first.slice(0, at),
		value: text.slice(at + 1)
	};
};
const from = (text) => {
	const [image, as, name, ...more] = plainWords(text);
	if (image === void 0 || more.length > 0 || as !== void 0 && (as.toLowerCase() !== "as" || name === void 0)) return { flaw: "FROM requires either one or three arguments" };
	if (name !== void 0 && !/^[a-z][a-z0-9-_.]*$/i.test(name)) return { flaw: `invalid name for build stage: ${JSON.stringify(name)}, name can't start with a number or contain symbols` };
	return {
		word: "FROM",
		image,
		...name !== void 0 && { name: name.toLowerCase() }
	};
};
const copy$1 = (word, { flags, text }) => {
	const args = jsonWords(text) ?? plainWords(text);
	const dest = args.at(-1);
	if (dest === void 0) return { flaw: `${word} requires at least two arguments, but only 0 were provided` };
	if (args.length < 2) return { flaw: `${word} requires at least two arguments, but only one was provided. Destination could not be determined.` };
	const flag = (name) => flags.find((it) => it.startsWith(`--${name}=`))?.slice(name.length + 3);
	const unknown = flags.find((it) => !/^--(chown|from)=/.test(it) || word === "ADD" && it.startsWith("--from"));
	if (unknown !== void 0) return { flaw: `Unknown flag: ${unknown.replace(/^--/, "").replace(/=.*/, "")}` };
	const [stage, chown] = [flag("from"), flag("chown")];
	return {
		word,
		sources: args.slice(0, -1),
		dest,
		...stage !== void 0 && { from: stage },
		...chown !== void 0 && { chown }
	};
};
// src/core/images/dockerfile/expand.ts
/** Replaces `$x`, `${x}`, `${x:-y}`, `${x:+y}` and takes away quotes and escapes, as the builder's own small shell does. */
const expand = (word, env, escapeChar = "\\") => {
	const lexer = {
		word,
		env,
		escapeChar,
		at: 0,
		flaw: void 0
	};
	const text = until(lexer, "");
	return lexer.flaw === void 0 ? text : { flaw: lexer.flaw };
};
const until = (it, stop) => {
	let text = "";
	while (it.at < it.word.length && it.word[it.at] !== stop) {
		const char = it.word[it.at++] ?? "";
		if (char === "'") text += single(it);
		else if (char === "\"") text += double(it);
		else if (char === "$") text += variable$1(it);
		else if (char === it.escapeChar) text += it.word[it.at++] ?? "";
		else text += char;
	}
	return text;
};
const single = (it) => {
	const end = it.word.indexOf("'", it.at);
	if (end < 0) it.flaw ??= "unexpected end of statement while looking for matching single-quote";
	const text = it.word.slice(it.at, end < 0 ? void 0 : end);
	it.at = end < 0 ? it.word.length : end + 1;
	return text;
};
const double = (it) => {
	let text = "";
	while (it.at < it.word.length) {
		const char = it.word[it.at++] ?? "";
		if (char === "\"") return text;
		if (char === "$") text += variable$1(it);
		else if (char === it.escapeChar && [
			"\"",
			"$",
			it.escapeChar
		].includes(it.word[it.at] ?? "")) text += it.word[it.at++];
		else text += char;
	}
	it.flaw ??= "unexpected end of statement while looking for matching double-quote";
	return text;
};
const variable$1 = (it) => {
	if (it.word[it.at] !== "{") {
		const name = nameAt(it);
		return name === "" ? "$" : variableOf(it.env, name) ?? "";
	}
	it.at++;
	const name = nameAt(it);
	const rest = it.word.slice(it.at, it.at + 2);
	if (rest.startsWith("}")) {
		it.at++;
		return variableOf(it.env, name) ?? "";
	}
	if (rest !== ":-" && rest !== ":+") {
		it.flaw ??= rest.startsWith(":") ? `unsupported modifier (${rest[1]}) in substitution` : "missing ':' in substitution";
		it.at = it.word.length;
		return "";
	}
	it.at += 2;
	const word = until(it, "}");
	it.at++;
	const value = variableOf(it.env, name) ?? "";
	return rest === ":-" ? value || word : value === "" ? "" : word;
};
const nameAt = (it) => {
	const name = /^(?:[A-Za-z_]\w*|[0-9@*#?!$-])/.exec(it.word.slice(it.at))?.[0] ?? "";
	it.at += name.length;
	return name;
};
const variableOf = (env, name) => {
	return env.find((it) => it.startsWith(`${name}=`))?.slice(name.length + 1);
};
// src/core/images/dockerfile/ports.ts
/** `80`, `53/udp`, `8000-8002`, `8080:80/tcp`: container ports as Docker keeps them, `80/tcp`. */
const portsOf$1 = (specs) => {
	const ports = [];
	for (const spec of specs) {
		const [range = "", protocol = "tcp"] = spec.split("/");
		const container = range.slice(range.lastIndexOf(":") + 1);
		if (container === "") return { flaw: `No port specified: ${spec}<empty>` };
		const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(container) ?? [];
		const [first, last] = [Number(from), Number(to ?? from)];
		if (from === void 0 || first > 65535 || last > 65535 || last < first) return { flaw: `Invalid containerPort: ${container}` };
		if (![
			"tcp",
			"udp",
			"sctp"
		].includes(protocol.toLowerCase())) return { flaw: `Invalid proto: ${protocol}` };
		for (let port = first; port <= last; port++) ports.push(`${port}/${protocol.toLowerCase()}`);
	}
	return ports;
};
// src/core/images/dockerfile/metadata.ts
/** Writes a metadata instruction into the config. `env` replaces variables, where the instruction has any. */
const applyMetadata = (stage, it, env, escapeChar = "\\") => {
	const { config } = stage;
	const set = (change, comment) => ({
		...stage,
		config: {
			...config,
			...change
		},
		comment
	});
	switch (it.word) {
		case "ENV": {
			const pairs = expandPairs(it.pairs, env, escapeChar);
			if (isFlaw(pairs)) return pairs;
			const text = pairs.map(([key, value]) => `${key}=${value}`);
			return set({ Env: text.reduce(withVariable, config.Env ?? []) }, `ENV ${text.join(" ")}`);
		}
		case "LABEL": {
			const pairs = expandPairs(it.pairs, env, escapeChar);
			if (isFlaw(pairs)) return pairs;
			return set({ Labels: Object.fromEntries([...Object.entries(config.Labels ?? {}), ...pairs]) }, `LABEL ${pairs.map(([key, value]) => `${key}=${value}`).join(" ")}`);
		}
		case "CMD": {
			const Cmd = commandLine(config, it);
			return {
				...set({ Cmd }, `CMD ${goQuoteList(Cmd)}`),
				cmdSet: stage.cmdSet || it.args.length > 0
			};
		}
		case "ENTRYPOINT": {
			const line = commandLine(config, it);
			const { Entrypoint: _, Cmd, ...rest } = config;
			const kept = stage.cmdSet && Cmd !== void 0 ? { Cmd } : {};
			const next = {
				...rest,
				...kept,
				...line.length > 0 && { Entrypoint: line }
			};
			return {
				...stage,
				config: next,
				comment: `ENTRYPOINT ${goQuoteList(line)}`
			};
		}
		case "EXPOSE": {
			const words = expandAll(it.args, env, escapeChar);
			if (isFlaw(words)) return words;
			const ports = portsOf$1(words.flatMap((word) => word.split(/\s+/)));
			if (isFlaw(ports)) return ports;
			return set({ ExposedPorts: withKeys(config.ExposedPorts, ports) }, `EXPOSE ${words.join(" ")}`);
		}
		case "VOLUME": {
			const volumes = expandAll(it.args, env, escapeChar);
			if (isFlaw(volumes)) return volumes;
			if (volumes.some((volume) => volume.trim() === "")) return { flaw: "VOLUME specified can not be an empty string" };
			return set({ Volumes: withKeys(config.Volumes, volumes) }, `VOLUME [${volumes.join(" ")}]`);
		}
		case "SHELL": return set({ Shell: it.args }, `SHELL [${it.args.join(" ")}]`);
		case "HEALTHCHECK": return set({ Healthcheck: it.health }, `HEALTHCHECK ${quotedHealth(it.health)}`);
		case "ONBUILD": {
			const trigger = it.text.trim();
			return set({ OnBuild: [...config.OnBuild ?? [], trigger] }, `ONBUILD ${trigger}`);
		}
		case "MAINTAINER": return {
			...set({}, `MAINTAINER ${it.text}`),
			maintainer: it.text
		};
		case "USER":
		case "WORKDIR":
		case "STOPSIGNAL": {
			const text = expand(it.text, env, escapeChar);
			return typeof text === "string" ? oneText(set, config, it.word, text) : text;
		}
		default: return never(it);
	}
};
const oneText = (set, config, word, text) => {
	if (word === "USER") return set({ User: text }, `USER ${text}`);
	if (word === "STOPSIGNAL") return set({ StopSignal: text }, `STOPSIGNAL ${text}`);
	const WorkingDir = workingDirectory(config.WorkingDir, text);
	return set({ WorkingDir }, `WORKDIR ${WorkingDir}`);
};
/** A relative one continues the last one; both are cleaned. */
const workingDirectory = (before, path) => {
	const parts = [];
	for (const part of (path.startsWith("/") ? path : `${before ?? ""}/${path}`).split("/")) if (part === "..") parts.pop();
	else if (part !== "" && part !== ".") parts.push(part);
	return `/${parts.join("/")}`;
};
const shellOf = (config) => config.Shell && config.Shell.length > 0 ? config.Shell : ["/bin/sh", "-c"];
/** The list that runs: a text goes to the shell. */
const commandLine = (config, { args, shell }) => shell ? [...shellOf(config), ...args] : args;
/** Takes the place of the variable with the same name, or goes to the end. */
const withVariable = (env, line) => {
	const name = line.slice(0, line.indexOf("=") + 1);
	const at = env.findIndex((it) => it.startsWith(name));
	return at < 0 ? [...env, line] : env.with(at, line);
};
const withKeys = (before, keys) => Object.fromEntries([...Object.keys(before ?? {}), ...keys].map((key) => [key, {}]));
const expandAll = (words, env, escapeChar) => {
	const texts = [];
	for (const word of words) {
		const text = expand(word, env, escapeChar);
		if (typeof text !== "string") return text;
		texts.push(text);
	}
	return texts;
};
const expandPairs = (pairs, env, escapeChar) => {
	const flat = expandAll(pairs.flat(), env, escapeChar);
	if (isFlaw(flat)) return flat;
	return pairs.map((_, at) => [flat[2 * at] ?? "", flat[2 * at + 1] ?? ""]);
};
// src/core/images/apply-changes.ts
/** The instructions that `commit --change` and `import --change` take (measured, docs/facts.md). */
const allowed = /* @__PURE__ */ new Set([
	"CMD",
	"ENTRYPOINT",
	"ENV",
	"EXPOSE",
	"HEALTHCHECK",
	"LABEL",
	"ONBUILD",
	"USER",
	"VOLUME",
	"WORKDIR"
]);
/** The config after the changes. Several lines in one change work; all words are checked before any is applied. */
const applyChanges = (config, changes) => {
	if (changes === void 0 || changes.length === 0) return { config };
	const parsed = parseLines(changes.join("\n"));
	if (isFlaw(parsed)) return refused(parsed.flaw);
	const wrong = parsed.lines.find(({ keyword }) => !allowed.has(keyword));
	if (wrong) return refused(`${wrong.keyword.toLowerCase()} is not a valid change command`);
	let stage = {
		config,
		cmdSet: false
	};
	for (const line of parsed.lines) {
		const instruction = instructionOf(line, parsed.escapeChar);
		if (isFlaw(instruction)) return refused(instruction.flaw);
		const applied = applyMetadata(stage, instruction, stage.config.Env ?? [], parsed.escapeChar);
		if (isFlaw(applied)) return refused(applied.flaw);
		stage = applied;
	}
	return { config: stage.config };
};
const refused = (message) => ({ rejection: invalidDockerfile(message) });
// src/core/images/child-image.ts
/** What the engine writes into every config that it makes. */
const dockerVersion = "20.10.24+dfsg1";
/** The parent's layers and history with one row more, and one layer more unless it is the empty one (law C1). */
const childConfig = (parent, child) => {
	const { config, containerConfig, container, diffId, author, at } = child;
	const base = parent?.config;
	const created = rfc3339Nano(at);
	return {
		architecture: base?.architecture || "amd64",
		...base?.variant !== void 0 && { variant: base.variant },
		os: "linux",
		...base?.osVersion !== void 0 && { osVersion: base.osVersion },
		...base?.osFeatures !== void 0 && { osFeatures: base.osFeatures },
		created,
		...author && { author },
		docker_version: dockerVersion,
		...container !== void 0 && { container },
		config,
		container_config: containerConfig,
		history: [...base?.history ?? [], rowOf$1(child, created)],
		diffIds: [...base?.diffIds ?? [], ...diffId === "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef" ? [] : [diffId]]
	};
};
/** `created_by` is the command alone; the entrypoint does not show (measured, docs/facts.md). */
const rowOf$1 = ({ author, comment, containerConfig, diffId }, created) => {
	const createdBy = (containerConfig.Cmd ?? []).join(" ");
	return {
		created,
		...author && { author },
		...createdBy && { created_by: createdBy },
		...comment && { comment },
		...diffId === "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef" && { empty_layer: true }
	};
};
// src/core/images/merge-config.ts
/**
* What a client left open is filled from an image's config (create) or from the container's (commit).
* The daemon's `merge` of 20.10: an empty Cmd is inherited only as long as there is no Entrypoint.
*/
const mergeConfig$1 = (user, base) => ({
	...user,
	...when("User", user.User || base.User),
	...when("ExposedPorts", union(user.ExposedPorts, base.ExposedPorts)),
	...when("Env", mergeEnv(user.Env, base.Env)),
	Labels: {
		...base.Labels,
		...user.Labels
	},
	...mergeCommand(user, base),
	...when("Healthcheck", mergeHealth(user.Healthcheck, base.Healthcheck)),
	...when("WorkingDir", user.WorkingDir || base.WorkingDir),
	...when("Volumes", union(user.Volumes, base.Volumes)),
	...when("StopSignal", user.StopSignal || base.StopSignal)
});
const when = (key, value) => value === void 0 || value === "" ? {} : { [key]: value };
const union = (user, base) => user === void 0 || Object.keys(user).length === 0 ? base ?? user : {
	...base,
	...user
};
/** The user's variables first, then those of the base that the user does not name. */
const mergeEnv = (user = [], base) => {
	if (user.length === 0) return base;
	const names = new Set(user.map(nameOf$6));
	return [...user, ...(base ?? []).filter((line) => !names.has(nameOf$6(line)))];
};
const nameOf$6 = (line) => line.split("=", 1)[0] ?? "";
const mergeCommand = (user, base) => {
	if ((user.Entrypoint?.length ?? 0) > 0) return {};
	return {
		...(user.Cmd?.length ?? 0) === 0 && base.Cmd !== void 0 && { Cmd: base.Cmd },
		...user.Entrypoint === void 0 && base.Entrypoint !== void 0 && { Entrypoint: base.Entrypoint }
	};
};
const mergeHealth = (user, base) => {
	if (!user || !base) return user ?? base;
	const pick = (key) => {
		const value = user[key];
		return (Array.isArray(value) ? value.length > 0 : Boolean(value)) || base[key] === void 0 ? {} : { [key]: base[key] };
	};
	return {
		...user,
		...pick("Test"),
		...pick("Interval"),
		...pick("Timeout"),
		...pick("StartPeriod"),
		...pick("Retries")
	};
};
// src/core/layers/raw-text.ts
const utf8$3 = new TextEncoder();
const strict$1 = new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
/** File names are bytes to Linux and text to us: a byte that is not UTF-8 stands as U+DC80 to U+DCFF. */
const textOf$5 = (bytes) => {
	if (bytes.length < 512 && bytes.every((byte) => byte < 128)) return String.fromCharCode(...bytes);
	try {
		return strict$1.decode(bytes);
	} catch {
		return escaped$1(bytes);
	}
};
/** The bytes that `textOf` gave this text for. */
const bytesOf$2 = (text) => {
	const pieces = text.split(loneSurrogate);
	if (pieces.length === 1) return utf8$3.encode(text);
	return concat(pieces.map((piece, at) => at % 2 === 0 ? utf8$3.encode(piece) : Uint8Array.from(piece, (char) => char.charCodeAt(0) & 255)));
};
const loneSurrogate = /(?<![\ud800-\udbff])([\udc80-\udcff])/;
/** Each byte as the character of that number: how attribute values stand in events. */
const latin1Of = (bytes) => {
	let text = "";
	for (const byte of bytes) text += String.fromCharCode(byte);
	return text;
};
const bytesOfLatin1 = (text) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const concat = (pieces) => {
	const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
};
const escaped$1 = (bytes) => {
	let text = "";
	for (let at = 0; at < bytes.length;) {
		const length = sequenceAt(bytes, at);
		const [byte = 0] = bytes.subarray(at, at + 1);
		text += length === 0 ? String.fromCharCode(56320 + byte) : strict$1.decode(bytes.subarray(at, at + length));
		at += Math.max(length, 1);
	}
	return text;
};
/** How many bytes form a character here; 0 when none do. */
const sequenceAt = (bytes, at) => {
	for (let length = 1; length <= 4 && at + length <= bytes.length; length++) try {
		strict$1.decode(bytes.subarray(at, at + length));
		return length;
	} catch {}
	return 0;
};
/** The key prefix of extended attributes in PAX records. */
const xattrKey = "SCHILY.xattr.";
/** How many zero bytes fill the last block of that many bytes. */
const paddingOf = (size) => (512 - size % 512) % 512;
// src/core/layers/decode-header.ts
const isZero = (block) => block.every((byte) => byte === 0);
/** A header block with the records that came before it; `undefined` when Go would call it invalid. */
const decodeHeader = (block, pax) => {
	if (!sumMatches(block)) return void 0;
	const magic = latin1Of(block.subarray(257, 265));
	const isUstar = magic === "ustar\x0000";
	const modern = isUstar || magic === "ustar  \0";
	const number = (at, size) => numberAt$1(block, at, size);
	const device = (at) => modern ? number(at, 8) : 0;
	const prefix = isUstar ? textAt(block, 345, 155) : "";
	const name = pax.path ?? (prefix === "" ? textAt(block, 0, 100) : `${prefix}/${textAt(block, 0, 100)}`);
	const flag = String.fromCharCode(block[156] ?? 0);
	const header = {
		name,
		type: flag === "\0" || flag === "0" ? name.endsWith("/") && flag === "\0" ? "5" : "0" : flag,
		mode: number(100, 8),
		uid: decimal(pax.uid) ?? number(108, 8),
		gid: decimal(pax.gid) ?? number(116, 8),
		size: decimal(pax.size) ?? number(124, 12),
		mtime: pax.mtime === void 0 ? momentOf$2(number(136, 12)) : momentOfText(pax.mtime),
		linkname: pax.linkpath ?? textAt(block, 157, 100),
		uname: modern ? textAt(block, 265, 32) : "",
		gname: modern ? textAt(block, 297, 32) : "",
		devmajor: device(329),
		devminor: device(337),
		...pax.xattrs && { xattrs: pax.xattrs }
	};
	return [
		header.mode,
		header.uid,
		header.gid,
		header.size,
		header.devmajor,
		header.devminor
	].every(Number.isSafeInteger) && header.size >= 0 && !Number.isNaN(number(136, 12)) ? header : void 0;
};
/** What an extension's content adds: `x` PAX records, `L` and `K` GNU long names; `g` is ignored as Docker does. */
const paxOf = (before, type, content) => {
	if (type === "g") return before;
	if (type === "L") return {
		...before,
		path: textAt(content, 0, content.length)
	};
	if (type === "K") return {
		...before,
		linkpath: textAt(content, 0, content.length)
	};
	return recordsOf$1(before, content);
};
const recordsOf$1 = (before, content) => {
	const texts = /* @__PURE__ */ new Map();
	const xattrs = /* @__PURE__ */ new Map();
	for (let at = 0; at < content.length;) {
		const space = content.indexOf(32, at);
		const length = Number(latin1Of(content.subarray(at, Math.max(space, at))));
		const record = content.subarray(space + 1, at + length);
		const equals = record.indexOf(61);
		if (!(space > at && Number.isInteger(length) && length >= 5 && at + length <= content.length) || equals < 1 || record.at(-1) !== 10) return void 0;
		const key = textOf$5(record.subarray(0, equals));
		const value = record.subarray(equals + 1, -1);
		if (key.startsWith("GNU.sparse.")) return void 0;
		if (key.startsWith("SCHILY.xattr.")) xattrs.set(key.slice(13), latin1Of(value));
		else texts.set(key, textOf$5(value));
		at += length;
	}
	const pick = (key) => {
		const value = texts.get(key);
		return value === void 0 || value === "" ? {} : { [key]: value };
	};
	return {
		...before,
		...pick("path"),
		...pick("linkpath"),
		...pick("size"),
		...pick("uid"),
		...pick("gid"),
		...pick("mtime"),
		...xattrs.size > 0 && { xattrs: Object.fromEntries(xattrs) }
	};
};
const decimal = (text) => text === void 0 ? void 0 : /^-?\d+$/.test(text) ? Number(text) : NaN;
/** Up to the first NUL. */
const textAt = (block, at, size) => {
	const field = block.subarray(at, at + size);
	const end = field.indexOf(0);
	return textOf$5(end < 0 ? field : field.subarray(0, end));
};
/** Octal text, or Go's and GNU's binary form when the first bit is set; NaN when neither. */
const numberAt$1 = (block, at, size) => {
	const first = block[at] ?? 0;
	if (first >= 128) return binaryAt(block, at, size, first);
	let value = 0;
	let seen = 0;
	let ended = false;
	for (let i = at; i < at + size; i++) {
		const byte = block[i] ?? 0;
		if (byte === 32 || byte === 0) {
			ended = seen > 0;
			if (byte === 0 && ended) break;
		} else if (ended || byte < 48 || byte > 55) return NaN;
		else {
			value = value * 8 + byte - 48;
			seen++;
		}
	}
	return value;
};
const binaryAt = (block, at, size, first) => {
	const negative = first === 255;
	let value = negative ? 0 : first & 127;
	for (let i = at + 1; i < at + size; i++) value = value * 256 + (negative ? 255 - (block[i] ?? 0) : block[i] ?? 0);
	return negative ? -value - 1 : value;
};
const sumMatches = (block) => {
	let unsigned = 0;
	let signed = 0;
	for (let i = 0; i < block.length; i++) {
		const byte = i >= 148 && i < 156 ? 32 : block[i] ?? 0;
		unsigned += byte;
		signed += byte > 127 ? byte - 256 : byte;
	}
	const sum = numberAt$1(block, 148, 8);
	return sum === unsigned || sum === signed;
};
/** Times that a 64-bit nanosecond clock can not hold are 1970, as Docker sets them. */
const momentOf$2 = (seconds, nanos = 0) => {
	if (!(Math.abs(seconds) < 9223372036)) return epoch;
	return instant(seconds * 1e3 + Math.floor(nanos / 1e6), nanos % 1e6);
};
const momentOfText = (text) => {
	const parts = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
	if (!parts) return epoch;
	const [seconds, nanos] = [Number(parts[2]), Number((parts[3] ?? "").slice(0, 9).padEnd(9, "0"))];
	if (parts[1] === "") return momentOf$2(seconds, nanos);
	return nanos === 0 ? momentOf$2(-seconds) : momentOf$2(-seconds - 1, 1e9 - nanos);
};
// src/core/layers/read-tar.ts
const invalidHeader = "archive/tar: invalid tar header";
const unexpectedEnd = "unexpected EOF";
/** Go's limit for the content of a header that extends the next one. */
const mostExtension$1 = 1 << 20;
const headerOnly = /* @__PURE__ */ new Set([
	"1",
	"2",
	"3",
	"4",
	"5",
	"6"
]);
/**
* Reads a tar as it comes, in pieces of any size, as Go's `archive/tar` reads it for Docker: ustar, PAX, GNU long
* names, old v7. It holds one header block and at most a mebibyte of extension at a time.
*/
var TarReader = class {
	sink;
	block = /* @__PURE__ */ new Uint8Array(512);
	filled = 0;
	/** Bytes of content and of padding that are still to come. */
	content = 0;
	padding = 0;
	inMember = false;
	extension;
	pax = {};
	position = 0;
	zeroBlocks = 0;
	problem;
	constructor(sink) {
		this.sink = sink;
	}
	/** The next piece of the stream. Once there is a problem, everything further is ignored. */
	write(piece) {
		for (let at = 0; at < piece.length && !this.problem;) {
			if (this.zeroBlocks === 2) return void 0;
			const used = this.content > 0 ? this.take(piece, at) : this.padding > 0 ? this.skip(piece, at) : this.head(piece, at);
			at += used;
			this.position += used;
			if (this.filled === 512) this.block512();
		}
		return this.problem;
	}
	/** The stream has ended. */
	finish() {
		const torn = this.content > 0 || this.padding > 0 || this.filled > 0 || this.extension !== void 0;
		if (!this.problem && torn && this.zeroBlocks < 2) this.fail(unexpectedEnd);
		return this.problem;
	}
	fail(message) {
		this.problem = {
			message,
			offset: this.position
		};
	}
	take(piece, at) {
		const data = piece.subarray(at, at + this.content);
		this.content -= data.length;
		if (this.extension) this.extension.pieces.push(data.slice());
		else this.sink.data(data);
		if (this.content === 0) this.complete();
		return data.length;
	}
	skip(piece, at) {
		const used = Math.min(this.padding, piece.length - at);
		this.padding -= used;
		return used;
	}
	head(piece, at) {
		const part = piece.subarray(at, at + 512 - this.filled);
		this.block.set(part, this.filled);
		this.filled += part.length;
		return part.length;
	}
	block512() {
		this.filled = 0;
		if (isZero(this.block)) {
			this.zeroBlocks += 1;
			return;
		}
		const header = this.zeroBlocks > 0 ? void 0 : decodeHeader(this.block, this.pax);
		if (!header) this.fail(invalidHeader);
		else if ("xgLK".includes(header.type)) this.extend(header);
		else this.member(header);
	}
	extend({ type, size }) {
		if (size > mostExtension$1) {
			this.fail(invalidHeader);
			return;
		}
		this.extension = {
			type,
			pieces: []
		};
		this.content = size;
		this.padding = paddingOf(size);
		if (size === 0) this.complete();
	}
	member(header) {
		this.pax = {};
		this.content = headerOnly.has(header.type) ? 0 : header.size;
		this.padding = paddingOf(this.content);
		this.inMember = true;
		this.sink.entry(header, this.position);
		if (this.content === 0) this.complete();
	}
	complete() {
		if (this.extension) {
			const { type, pieces } = this.extension;
			this.extension = void 0;
			const read = paxOf(this.pax, type, concat(pieces));
			if (read) this.pax = read;
			else this.fail(invalidHeader);
		} else if (this.inMember) {
			this.inMember = false;
			this.sink.end();
		}
	}
};
// src/core/layers/unpack-draft.ts
/** A system call of the unpacking engine failed; the text is Go's. */
var SyscallFailed = class extends Error {
	name = "SyscallFailed";
};
const Failure = {
	missing: "no such file or directory",
	exists: "file exists",
	notDirectory: "not a directory",
	loop: "too many levels of symbolic links"
};
const maxLinks$1 = 40;
const newDirectory = () => ({
	data: {
		kind: "directory",
		mode: 493,
		uid: 0,
		gid: 0,
		mtime: epoch
	},
	children: /* @__PURE__ */ new Map()
});
/** The directory that a layer is unpacked into. Paths are clean and absolute; symlinks stay inside it. */
var UnpackDraft = class {
	root = newDirectory();
	/** What stands at a path, a last symlink not followed; like `lstat`, any failure counts as nothing. */
	lookup(path) {
		if (path === "/") return this.root;
		const place = this.place(path);
		return typeof place === "string" ? void 0 : place.dir.children.get(place.name);
	}
	/** Why `lookup` finds nothing; `undefined` when it does find something. */
	whyNot(path) {
		const place = this.place(path);
		if (typeof place === "string") return place;
		return place.dir.children.has(place.name) ? void 0 : Failure.missing;
	}
	/** Why nothing can stand at a path. */
	whyNoPlace(path) {
		const place = this.place(path);
		return typeof place === "string" ? place : void 0;
	}
	/** Makes the directories above a path when the one that holds it is missing, 0755 and root's. */
	makeParents(path) {
		const parent = path.slice(0, path.lastIndexOf("/"));
		if (parent !== "" && this.whyNot(parent) === Failure.missing) this.makeDirectories(parent);
	}
	/** Go's `os.MkdirAll`: it follows symlinks, and trips over those that lead nowhere. */
	makeDirectories(path) {
		const found = this.walk(path.split("/"));
		const refuse = (reason) => `mkdir ${path}: ${reason}`;
		if (typeof found !== "string") {
			if (found.data.kind === "directory") return;
			throw new SyscallFailed(refuse(Failure.notDirectory));
		}
		const parent = path.slice(0, path.lastIndexOf("/"));
		if (parent !== "") this.makeDirectories(parent);
		if (this.lookup(path)) throw new SyscallFailed(refuse(Failure.exists));
		const { data } = newDirectory();
		const setGid = (this.follow(parent)?.data.mode ?? 0) & 1024;
		this.put(path, {
			...data,
			mode: data.mode | setGid
		}, refuse);
	}
	remove(path) {
		const place = this.place(path);
		if (typeof place !== "string") place.dir.children.delete(place.name);
	}
	put(path, data, message) {
		this.name(path, {
			data,
			children: /* @__PURE__ */ new Map()
		}, message);
	}
	link(path, target, message) {
		this.name(path, target, message);
	}
	/** New attributes; what the object is stays, and so do its other extended attributes. */
	change(it, attributes) {
		const { xattrs: before, ...data } = it.data;
		const xattrs = {
			...before,
			...attributes.xattrs
		};
		it.data = {
			...data,
			...attributes,
			...Object.keys(xattrs).length > 0 && { xattrs }
		};
	}
	/** `utimes` follows a symlink at the end. */
	setTime(path, mtime, message) {
		const found = this.walk(path.split("/"));
		if (typeof found === "string") throw new SyscallFailed(message(found));
		found.data = {
			...found.data,
			mtime
		};
	}
	/** Overlay's mark on a directory; on anything else it means nothing. */
	markOpaque(path) {
		const it = path === "/" ? this.root : this.follow(path);
		if (!it) throw new SyscallFailed(`setxattr("${path}", trusted.overlay.opaque=y): ${Failure.missing}`);
		if (it.data.kind === "directory") it.data = {
			...it.data,
			opaque: true
		};
	}
	name(path, it, message) {
		const place = this.place(path);
		if (typeof place === "string") throw new SyscallFailed(message(place));
		place.dir.children.set(place.name, it);
	}
	follow(path) {
		const found = this.walk(path.split("/"));
		return typeof found === "string" ? void 0 : found;
	}
	/** The directory that holds a path's last name, symlinks on the way followed. */
	place(path) {
		const parts = path.split("/").filter((part) => part !== "");
		const name = parts.pop() ?? "";
		const dir = this.walk(parts);
		if (typeof dir === "string") return dir;
		return dir.data.kind === "directory" ? {
			dir,
			name
		} : Failure.notDirectory;
	}
	walk(parts) {
		const stack = [this.root];
		let links = 0;
		const rest = [...parts].reverse();
		while (rest.length > 0) {
			const part = rest.pop();
			const here = stack.at(-1) ?? this.root;
			if (part === void 0 || part === "" || part === ".") continue;
			if (part === "..") {
				if (stack.length > 1) stack.pop();
				continue;
			}
			if (here.data.kind !== "directory") return Failure.notDirectory;
			const next = here.children.get(part);
			if (!next) return Failure.missing;
			if (next.data.kind !== "symlink") {
				stack.push(next);
				continue;
			}
			links += 1;
			if (links > maxLinks$1) return Failure.loop;
			if (next.data.target.startsWith("/")) stack.length = 1;
			rest.push(...next.data.target.split("/").reverse());
		}
		return stack.at(-1) ?? this.root;
	}
};
// src/core/layers/unpack.ts
/**
* Unpacks a layer into its own empty directory by Docker's rules; lower layers are not consulted. The answer is a
* text when Docker gives up, without the `Error processing tar file` that it puts in front.
*/
const unpack = (members) => {
	const draft = new UnpackDraft();
	const seen = /* @__PURE__ */ new Set();
	const directories = [];
	try {
		for (const member of members) {
			const name = cleanPath(member.header.name);
			unpackMember(draft, name, member);
			if (isMade(name, member.header)) directories.push(member.header);
			if (seen.has(name)) {
				setTimes(draft, directories);
				return duplicatePaths;
			}
			seen.add(name);
		}
		setTimes(draft, directories);
	} catch (failure) {
		if (failure instanceof SyscallFailed) return failure.message;
		throw failure;
	}
	return {
		entries: entriesOf$1(draft),
		size: sizeOfAll(draft)
	};
};
/**
* The check is that of tar-split, which keeps a layer's headers. It comes when the second member of a path has been
* unpacked already; the unpacking process sees the tar end there, and what it fails at then comes first (measured,
* docs/facts.md).
*/
const duplicatePaths = "duplicates of file paths not supported";
const isMade = (name, { type }) => type === "5" && name !== "." && !baseOf$2(name).startsWith(".wh.");
/** Directories get their times at the very end, by name, whatever stands there by then. */
const setTimes = (draft, directories) => {
	for (const { name, mtime } of directories) {
		const path = cleanPath(`/${name}`);
		draft.setTime(path, laterThanEpoch(mtime), (reason) => `chtimes ${path}: ${reason}`);
	}
};
const opaqueMark$1 = ".wh..wh..opq";
const unpackMember = (draft, name, { header, content }) => {
	const path = cleanPath(`/${name}`);
	const base = baseOf$2(path);
	if (path !== "/") draft.makeParents(path);
	const there = draft.lookup(path);
	if (there && isDirectory$2(there) && name === ".") return;
	if (path === "/" && header.type !== "5") throw new SyscallFailed("unlinkat .//: device or resource busy");
	if (path !== "/" && there && !(isDirectory$2(there) && header.type === "5")) draft.remove(path);
	if (base === opaqueMark$1) {
		draft.markOpaque(parentOf$1(path));
		return;
	}
	if (base.startsWith(".wh.")) {
		whiteOut(draft, path, base.slice(4), header);
		return;
	}
	create$1(draft, path, header, content);
};
const whiteOut = (draft, path, hidden, { uid, gid, mtime }) => {
	const target = cleanPath(`${parentOf$1(path)}/${hidden}`);
	const call = `failed to mknod("${target}", S_IFCHR, 0)`;
	if (draft.lookup(target)) throw new SyscallFailed(`${call}: file exists`);
	draft.put(target, {
		kind: "whiteout",
		mode: 0,
		uid,
		gid,
		mtime
	}, (reason) => `${call}: ${reason}`);
};
const create$1 = (draft, path, header, content) => {
	if (header.type === "1") {
		link$3(draft, path, header);
		return;
	}
	const shape = shapeOf(header, content);
	const there = draft.lookup(path);
	if (header.type === "5" && there && isDirectory$2(there)) draft.change(there, attributesOf(header));
	else draft.put(path, {
		...shape,
		...attributesOf(header)
	}, (reason) => failureOf(header, path, reason));
	if (header.type === "5" && header.xattrs?.["trusted.overlay.opaque"] === "y") draft.markOpaque(path);
};
/** Go puts call and path before the reason, but not for `mknod`. */
const failureOf = ({ type, linkname }, path, reason) => {
	const call = type === "5" ? "mkdir" : type === "2" ? `symlink ${linkname}` : type === "0" ? "open" : void 0;
	return call === void 0 ? reason : `${call} ${path}: ${reason}`;
};
/** The link's own header writes the attributes of the shared inode once more, as Docker does; of a symlink the owner. */
const link$3 = (draft, path, header) => {
	const target = cleanPath(`/${header.linkname}`);
	const call = (reason) => `link ${target} ${path}: ${reason}`;
	const found = draft.lookup(target);
	if (!found) throw new SyscallFailed(call(draft.whyNot(target) ?? Failure.missing));
	if (isDirectory$2(found)) throw new SyscallFailed(call(draft.whyNoPlace(path) ?? "operation not permitted"));
	draft.link(path, found, call);
	const { uid, gid } = header;
	draft.change(found, found.data.kind === "symlink" ? {
		uid,
		gid
	} : attributesOf(header));
};
const shapeOf = (header, content) => {
	const { devmajor: major, devminor: minor } = header;
	switch (header.type) {
		case "0":
			if (content === void 0) break;
			return {
				kind: "file",
				content,
				size: header.size
			};
		case "2": return {
			kind: "symlink",
			target: header.linkname
		};
		case "3": return major === 0 && minor === 0 ? { kind: "whiteout" } : {
			kind: "device",
			device: "char",
			major,
			minor
		};
		case "4": return {
			kind: "device",
			device: "block",
			major,
			minor
		};
		case "5": return { kind: "directory" };
		case "6": return { kind: "fifo" };
	}
	throw new SyscallFailed(`unhandled tar header type ${header.type.charCodeAt(0)}\n`);
};
/** Linux has `user.` attributes on files and directories alone, and Docker goes on without them (measured). */
const isKept = (key, type) => !key.startsWith("trusted.overlay.") && (!key.startsWith("user.") || type === "0" || type === "1" || type === "5");
/** Docker sets a time before 1970 to 1970, but not that of a symlink. */
const laterThanEpoch = (mtime) => mtime < epoch ? epoch : mtime;
const attributesOf = ({ type, mode, uid, gid, mtime, xattrs }) => {
	const kept = Object.entries(xattrs ?? {}).filter(([key]) => isKept(key, type));
	return {
		mode: type === "2" ? 511 : mode & 4095,
		uid,
		gid,
		mtime: type === "2" ? mtime : laterThanEpoch(mtime),
		...kept.length > 0 && { xattrs: Object.fromEntries(kept) }
	};
};
const isDirectory$2 = ({ data }) => data.kind === "directory";
const baseOf$2 = (path) => path.slice(path.lastIndexOf("/") + 1);
const parentOf$1 = (path) => path.slice(0, Math.max(path.lastIndexOf("/"), 1));
/** Go's `filepath.Clean`: `a/../b` is `b`, `../x` stays, `/../x` is `/x`. */
const cleanPath = (path) => {
	const rooted = path.startsWith("/");
	const parts = [];
	for (const part of path.split("/")) {
		if (part === "" || part === ".") continue;
		if (part !== "..") parts.push(part);
		else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
		else if (!rooted) parts.push("..");
	}
	return rooted ? `/${parts.join("/")}` : parts.join("/") || ".";
};
/** Canonical: each directory's names in byte order, whatever the order of the tar. */
const entriesOf$1 = (draft) => {
	const entries = [];
	const named = /* @__PURE__ */ new Map();
	const visit = (dir, at) => {
		for (const [name, child] of [...dir.children].sort(([a], [b]) => compareNames(a, b))) {
			const path = `${at}${name}`;
			const first = named.get(child);
			if (first === void 0) named.set(child, path);
			entries.push({
				path,
				...first !== void 0 && { hardLink: first },
				node: child.data
			});
			if (isDirectory$2(child)) visit(child, `${path}/`);
		}
	};
	visit(draft.root, "");
	return entries;
};
const sizeOfAll = (draft) => {
	const counted = /* @__PURE__ */ new Set();
	const sum = (dir) => [...dir.children.values()].reduce((size, child) => {
		if (counted.has(child)) return size;
		counted.add(child);
		return size + (isDirectory$2(child) ? sum(child) : sizeOf$2(child.data));
	}, 0);
	return sum(draft.root);
};
// src/core/layers/layer-of-tar.ts
/** Reads a whole uncompressed layer tar; a text says why Docker would refuse it. */
const layerOfTar = (tar) => {
	const members = [];
	const slices = [];
	let current;
	const reader = new TarReader({
		entry: (header, offset) => {
			current = {
				header,
				offset,
				pieces: []
			};
		},
		data: (piece) => current?.pieces.push(piece),
		end: () => {
			if (!current) return;
			const { header, offset, pieces } = current;
			if (header.type !== "0") members.push({ header });
			else {
				const content = digestOf$1(concat(pieces));
				members.push({
					header,
					content
				});
				slices.push({
					content,
					offset,
					size: header.size
				});
			}
		}
	});
	const problem = reader.write(tar) ?? reader.finish();
	if (problem) return refusalOf(problem.message);
	const unpacked = unpack(members);
	if (typeof unpacked === "string") return refusalOf(unpacked);
	return {
		diffId: digestOf$1(tar),
		...unpacked,
		slices
	};
};
/**
* The engine's text for a layer that it can not unpack: the process that unpacks has failed, or the engine itself has cut
* the stream to it (measured, docs/facts.md).
*/
const refusalOf = (reason) => reason === "duplicates of file paths not supported" ? `Error processing tar file(${reason}): ` : `Error processing tar file(exit status 1): ${reason}`;
// src/core/layers/encode-header.ts
/**
* A member's header block, byte for byte as Go's `archive/tar` writes it for Docker: plain ustar while everything
* fits, else a PAX header with the records that are needed before it. Layer digests depend on every byte.
*/
const encodeHeader = (header) => {
	const name = bytesOf$2(header.name);
	const linkname = bytesOf$2(header.linkname);
	const records = paxRecords(header, name, linkname);
	const split = splitName(name);
	const onlyName = records.length === 1 && records[0]?.key === "path" && split !== void 0;
	if (records.length === 0 || onlyName) return ustar(header, split?.suffix ?? name, linkname, split?.prefix);
	return concat([extension(name, records), ustar(header, ascii(name), ascii(linkname))]);
};
/** What does not fit into the header block, sorted by key. */
const paxRecords = (header, name, linkname) => {
	const records = [];
	const decimal = (key, value) => {
		records.push({
			key,
			value: bytesOfLatin1(`${value}`)
		});
	};
	for (const [key, value] of Object.entries(header.xattrs ?? {})) records.push({
		key: xattrKey + key,
		value: bytesOfLatin1(value)
	});
	if (!fitsOctal(8, header.gid)) decimal("gid", header.gid);
	if (linkname.length > 100 || !isAscii$1(linkname)) records.push({
		key: "linkpath",
		value: linkname
	});
	if (!fitsOctal(12, secondsOf(header.mtime))) decimal("mtime", secondsOf(header.mtime));
	if (name.length > 100 || !isAscii$1(name)) records.push({
		key: "path",
		value: name
	});
	if (!fitsOctal(12, header.size)) decimal("size", header.size);
	if (!fitsOctal(8, header.uid)) decimal("uid", header.uid);
	return records.sort((a, b) => a.key < b.key ? -1 : 1);
};
/** The `PaxHeaders.0` member that holds the records. */
const extension = (name, records) => {
	const data = concat(records.map(recordBytes));
	const block = /* @__PURE__ */ new Uint8Array(512);
	const plain = String.fromCharCode(...name.subarray(0, 4096).filter(isPlain$2));
	const cut = plain.lastIndexOf("/") + 1;
	const path = [
		plain.slice(0, cut).replace(/\/+$/, ""),
		"PaxHeaders.0",
		plain.slice(cut)
	].filter((part) => part !== "").join("/");
	putText(block, 0, 100, bytesOfLatin1(path.slice(0, 100).replace(/\/+$/, "")));
	for (const at of [
		100,
		108,
		116
	]) putOctal(block, at, 8, 0);
	putOctal(block, 124, 12, data.length);
	putOctal(block, 136, 12, 0);
	return concat([
		finished(block, "x"),
		data,
		new Uint8Array(paddingOf(data.length))
	]);
};
/** `<length> <key>=<value>\n`, where the length counts its own digits too. */
const recordBytes = ({ key, value }) => {
	const rest = concat([
		bytesOf$2(` ${key}=`),
		value,
		bytesOf$2("\n")
	]);
	let length = rest.length;
	while (length !== rest.length + `${length}`.length) length = rest.length + `${length}`.length;
	return concat([bytesOf$2(`${length}`), rest]);
};
const ustar = (it, name, linkname, prefix) => {
	const block = /* @__PURE__ */ new Uint8Array(512);
	putText(block, 0, 100, name);
	putOctal(block, 100, 8, it.mode);
	putOctal(block, 108, 8, it.uid);
	putOctal(block, 116, 8, it.gid);
	putOctal(block, 124, 12, it.size);
	putOctal(block, 136, 12, secondsOf(it.mtime));
	putText(block, 157, 100, linkname);
	putText(block, 265, 32, bytesOf$2(it.uname));
	putText(block, 297, 32, bytesOf$2(it.gname));
	putOctal(block, 329, 8, it.devmajor);
	putOctal(block, 337, 8, it.devminor);
	if (prefix) putText(block, 345, 155, prefix);
	return finished(block, it.type);
};
const finished = (block, type) => {
	block[156] = type.charCodeAt(0);
	putText(block, 257, 8, bytesOf$2("ustar\x0000"));
	block.fill(32, 148, 156);
	let sum = 0;
	for (const byte of block) sum += byte;
	putOctal(block, 148, 7, sum);
	return block;
};
const putText = (block, at, size, text) => {
	block.set(text.subarray(0, size), at);
	if (text.length <= size) return;
	let end = size;
	while (end > 0 && block[at + end - 1] === 47) end--;
	if (end < size) block[at + end] = 0;
};
const putOctal = (block, at, size, value) => {
	const digits = (fitsOctal(size, value) ? value : 0).toString(8).padStart(size - 1, "0");
	for (let i = 0; i < size - 1; i++) block[at + i] = digits.charCodeAt(i);
	block[at + size - 1] = 0;
};
const fitsOctal = (size, value) => value >= 0 && value < 8 ** (size - 1);
const isPlain$2 = (byte) => byte > 0 && byte < 128;
const isAscii$1 = (text) => text.every(isPlain$2);
const ascii = (text) => isAscii$1(text) ? text : text.filter(isPlain$2);
/** Splits a long ASCII name between prefix and name field, at the last slash that serves both. */
const splitName = (name) => {
	if (name.length <= 100 || !isAscii$1(name)) return void 0;
	const dir = name.at(-1) === 47;
	const length = name.length > 156 ? 156 : dir ? name.length - 1 : name.length;
	const cut = name.lastIndexOf(47, length - 1);
	const rest = name.length - cut - 1;
	return cut <= 0 || rest > 100 || rest === 0 ? void 0 : {
		prefix: name.subarray(0, cut),
		suffix: name.subarray(cut + 1)
	};
};
// src/core/layers/owners.ts
/** What a fresh Debian host has (its `base-passwd` package). */
const debianOwners = {
	users: {
		0: "root",
		1: "daemon",
		2: "bin",
		3: "sys",
		4: "sync",
		5: "games",
		6: "man",
		7: "lp",
		8: "mail",
		9: "news",
		10: "uucp",
		13: "proxy",
		33: "www-data",
		34: "backup",
		38: "list",
		39: "irc",
		42: "_apt",
		65534: "nobody"
	},
	groups: {
		0: "root",
		1: "daemon",
		2: "bin",
		3: "sys",
		4: "adm",
		5: "tty",
		6: "disk",
		7: "lp",
		8: "mail",
		9: "news",
		10: "uucp",
		12: "man",
		13: "proxy",
		15: "kmem",
		20: "dialout",
		21: "fax",
		22: "voice",
		24: "cdrom",
		25: "floppy",
		26: "tape",
		27: "sudo",
		29: "audio",
		30: "dip",
		33: "www-data",
		34: "backup",
		37: "operator",
		38: "list",
		39: "irc",
		40: "src",
		42: "shadow",
		43: "utmp",
		44: "video",
		45: "sasl",
		46: "plugdev",
		50: "staff",
		60: "games",
		100: "users",
		65534: "nogroup"
	}
};
/** What a root file system says itself; the host's name service knows root and nobody where the files do not. */
const ownersIn = (union, contents) => ({
	users: {
		0: "root",
		65534: "nobody",
		...namesIn(union, "/etc/passwd", contents)
	},
	groups: {
		0: "root",
		65534: "nogroup",
		...namesIn(union, "/etc/group", contents)
	}
});
/** `name:password:number:…`, one a line; the first of a number counts. */
const namesIn = (union, path, contents) => {
	const read = readFile(union, path, contents);
	const lines = read.ok ? textOf$5(read.value).split("\n") : [];
	const names = {};
	for (const [, name = "", number = ""] of lines.map((line) => /^([^#:][^:]*):[^:]*:(\d+):/.exec(line) ?? [])) if (name !== "") names[Number(number)] ??= name;
	return names;
};
// src/core/layers/layer-tar.ts
/** The tar that `docker commit` makes of an upper directory: the same tree gives the same bytes on every machine. */
const writeLayerTar = (upper, contents, owners = debianOwners) => {
	const objects = [...walkTree(upper)].map(({ path, ino, inode }) => ({
		path,
		key: `${ino}`,
		inode
	}));
	return layerTarOf(members(objects, owners), contents);
};
/** The end of a tar as Go writes it: two zero blocks, no padding to a record. */
const endMarker = /* @__PURE__ */ new Uint8Array(1024);
const layerTarOf = (all, contents) => {
	const bytes = tarBytes(all, contents);
	return {
		bytes,
		diffId: digestOf$1(bytes)
	};
};
const tarBytes = (all, contents) => {
	const pieces = [];
	for (const { header, content } of all) {
		pieces.push(encodeHeader(header));
		if (content === void 0 || header.size === 0) continue;
		pieces.push(known$1(contents(content), `blob ${content}`), new Uint8Array(paddingOf(header.size)));
	}
	return concat([...pieces, endMarker]);
};
/** Headers in Docker's order, which is that of the walk: a whiteout stands where the name it hides would. */
function* members(objects, owners) {
	const firstNames = /* @__PURE__ */ new Map();
	for (const { path, key, inode } of objects) {
		if (inode.kind === "socket") continue;
		const name = path.slice(1);
		const first = inode.kind !== "directory" && inode.nlink > 1 ? firstNames.get(key) : void 0;
		if (inode.kind !== "directory" && inode.nlink > 1 && first === void 0) firstNames.set(key, name);
		const header = headerOf(name, inode, first, owners);
		yield header.type === "0" && inode.kind === "file" ? {
			header,
			content: inode.content
		} : { header };
		if (inode.kind === "directory" && inode.opaque) yield { header: opaqueMark(name, header, inode) };
	}
}
const headerOf = (name, inode, first, owners) => {
	const common = {
		name,
		uid: inode.uid,
		gid: inode.gid,
		uname: owners.users[inode.uid] ?? "",
		gname: owners.groups[inode.gid] ?? "",
		size: 0,
		mtime: wholeSecond(inode.mtime),
		devmajor: 0,
		devminor: 0,
		linkname: first ?? "",
		...capability(inode)
	};
	const linked = first !== void 0;
	switch (inode.kind) {
		case "file": return {
			...common,
			type: linked ? "1" : "0",
			mode: 32768 | inode.mode,
			size: linked ? 0 : inode.size
		};
		case "directory": return {
			...common,
			type: "5",
			name: `${name}/`,
			mode: 16384 | inode.mode
		};
		case "symlink": return {
			...common,
			type: linked ? "1" : "2",
			mode: 41471,
			linkname: first ?? inode.target
		};
		case "fifo": return {
			...common,
			type: linked ? "1" : "6",
			mode: 4096 | inode.mode
		};
		case "socket": return {
			...common,
			type: "0",
			mode: 49152 | inode.mode
		};
		case "device": {
			const [type, bits] = inode.device === "char" ? ["3", 8192] : ["4", 24576];
			const { major: devmajor, minor: devminor } = inode;
			return {
				...common,
				type: linked ? "1" : type,
				mode: bits | inode.mode,
				devmajor,
				devminor
			};
		}
		case "whiteout": return {
			...common,
			type: "0",
			name: whiteoutName(name),
			mode: 384
		};
	}
};
const whiteoutName = (name) => {
	const cut = name.lastIndexOf("/") + 1;
	return `${name.slice(0, cut)}.wh.${name.slice(cut)}`;
};
const opaqueMark = (name, dir, { mode }) => {
	const { xattrs: _, ...rest } = dir;
	return {
		...rest,
		type: "0",
		name: `${name}/.wh..wh..opq`,
		mode: mode & 511,
		mtime: epoch,
		linkname: ""
	};
};
const capabilityName = "security.capability";
/** The one attribute that Docker keeps; revision 3 is stored as 2, without the root id (measured, docs/facts.md). */
const capability = ({ xattrs }) => {
	const value = xattrs?.[capabilityName];
	if (value === void 0) return {};
	const plain = value.charCodeAt(3) === 3 ? `${value.slice(0, 3)}\u0002${value.slice(4, 20)}` : value;
	return { xattrs: { [capabilityName]: plain } };
};
// src/core/kernel/entropy.ts
/** 64 hex digits for one purpose: `id(entropy, 'container')`. */
const idFrom = (entropy, purpose) => sha256Hex(`${entropy.seed}\n${purpose}`);
const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** The 26 characters of a short link name under `overlay2/l/`. */
const linkFrom = (entropy, purpose) => {
	const hex = idFrom(entropy, purpose);
	let link = "";
	for (let at = 0; at < 52; at += 2) link += base32[Number.parseInt(hex.slice(at, at + 2), 16) % 32];
	return link;
};
// src/core/streams/layer/register-stack.ts
/**
* What registers the layers of a stack, base first, on top of `parent`: one event for each whose chain is not here
* yet (law L5). `planned` are chains that the same decision has registered before.
*/
const registerStack = (layers, stack, entropy, planned = /* @__PURE__ */ new Set(), parent) => {
	const events = [];
	let below = parent?.chainId;
	let depth = parent?.depth ?? 0;
	for (const { diffId, size, entries } of stack) {
		const id = chainIdOf(below, diffId);
		depth += 1;
		if (!layers.has(id) && !planned.has(id)) {
			planned.add(id);
			events.push({
				stream: "layer",
				id,
				type: "LayerRegistered",
				at: entropy.now,
				diffId,
				...below !== void 0 && { parent: below },
				size,
				cacheId: idFrom(entropy, `cache ${id}`),
				link: linkFrom(entropy, `link ${id}`),
				depth,
				entries,
				tar: diffId
			});
		}
		below = id;
	}
	return events;
};
// src/core/images/go-json.ts
/** A Go struct: fields in their order. */
const goStruct = (fields) => `{${fields.filter(([, text]) => text !== void 0).map(([key, text]) => `${goString(key)}:${text}`).join(",")}}`;
/** A Go map: keys sorted by their bytes. Entries, so that keys like `__proto__` or `10` are keys like any other. */
const goMap = (fields) => goStruct([...fields].sort(([a], [b]) => compareNames(a, b)));
const goList = (texts) => texts === void 0 ? "null" : `[${texts.map(goString).join(",")}]`;
/** A set is a map to empty structs in Go. */
const goSet = (set) => set === void 0 ? "null" : goMap(Object.keys(set).map((key) => [key, "{}"]));
const goStrings = (map) => map === void 0 ? "null" : goMap(Object.entries(map).map(([key, value]) => [key, goString(value)]));
const short = {
	"\"": "\\\"",
	"\\": "\\\\",
	"\n": "\\n",
	"\r": "\\r",
	"	": "\\t"
};
const special$2 = /["\\<>&\u0000-\u001f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** Go also escapes `<`, `>`, `&` and the two line separators; bytes that are no UTF-8 become U+FFFD. */
const goString = (text) => `"${text.replace(special$2, escaped)}"`;
const escaped = (char) => {
	const code = char.charCodeAt(0);
	if (code >= 55296 && code <= 57343) return "\\ufffd";
	return short[char] ?? `\\u${code.toString(16).padStart(4, "0")}`;
};
/** A time as Go writes it: nanoseconds without their trailing zeros; the zero time where there is none. */
const goTime$1 = (text) => goString(text === void 0 ? "0001-01-01T00:00:00Z" : text.replace(/(\.\d*?)0+(?=Z|[+-])/, "$1").replace(/\.(?=Z|[+-])/, ""));
// src/core/images/write-config.ts
/**
* The bytes of an image config as the engine writes them, so that their sha256 is the image id (law I1):
* top-level keys sorted, everything below in the order of Go's structs (measured, docs/facts.md).
*/
const writeImageConfig = (it) => goMap(configFields(it));
/** The top-level fields; sorting is the map's business. */
const configFields = (it) => [
	["architecture", present(it.architecture)],
	["author", present(it.author)],
	["comment", present(it.comment)],
	["config", it.config && writeContainerConfig(it.config)],
	["container", present(it.container)],
	["container_config", writeContainerConfig(it.container_config ?? {})],
	["created", goTime$1(it.created)],
	["docker_version", present(it.docker_version)],
	["history", it.history.length === 0 ? void 0 : `[${it.history.map(historyRow$1).join(",")}]`],
	["os", present(it.os)],
	["os.features", it.osFeatures && goList(it.osFeatures)],
	["os.version", present(it.osVersion)],
	["rootfs", goStruct([["type", "\"layers\""], ["diff_ids", it.diffIds.length > 0 ? goList(it.diffIds) : void 0]])],
	["variant", present(it.variant)]
];
const historyRow$1 = (row) => goStruct([
	["created", goTime$1(row.created)],
	["author", present(row.author)],
	["created_by", present(row.created_by)],
	["comment", present(row.comment)],
	["empty_layer", row.empty_layer ? "true" : void 0]
]);
/** The container part, in the order of `container.Config`. */
const writeContainerConfig = (it) => goStruct([...identity(it), ...program$1(it)]);
const identity = (it) => [
	["Hostname", goString(it.Hostname ?? "")],
	["Domainname", goString(it.Domainname ?? "")],
	["User", goString(it.User ?? "")],
	["AttachStdin", flag$1(it.AttachStdin)],
	["AttachStdout", flag$1(it.AttachStdout)],
	["AttachStderr", flag$1(it.AttachStderr)],
	["ExposedPorts", isEmpty(it.ExposedPorts) ? void 0 : goSet(it.ExposedPorts)],
	["Tty", flag$1(it.Tty)],
	["OpenStdin", flag$1(it.OpenStdin)],
	["StdinOnce", flag$1(it.StdinOnce)]
];
const program$1 = (it) => [
	["Env", goList(it.Env)],
	["Cmd", goList(it.Cmd)],
	["Healthcheck", it.Healthcheck && healthcheck$1(it.Healthcheck)],
	["ArgsEscaped", it.ArgsEscaped ? "true" : void 0],
	["Image", goString(it.Image ?? "")],
	["Volumes", goSet(it.Volumes)],
	["WorkingDir", goString(it.WorkingDir ?? "")],
	["Entrypoint", goList(it.Entrypoint)],
	["NetworkDisabled", it.NetworkDisabled ? "true" : void 0],
	["MacAddress", present(it.MacAddress)],
	["OnBuild", goList(it.OnBuild)],
	["Labels", goStrings(it.Labels)],
	["StopSignal", present(it.StopSignal)],
	["StopTimeout", it.StopTimeout === void 0 ? void 0 : String(it.StopTimeout)],
	["Shell", (it.Shell?.length ?? 0) > 0 ? goList(it.Shell) : void 0]
];
const healthcheck$1 = (it) => goStruct([
	["Test", (it.Test?.length ?? 0) > 0 ? goList(it.Test) : void 0],
	["Interval", count$1(it.Interval)],
	["Timeout", count$1(it.Timeout)],
	["StartPeriod", count$1(it.StartPeriod)],
	["Retries", count$1(it.Retries)]
]);
const present = (text) => text === void 0 || text === "" ? void 0 : goString(text);
const flag$1 = (value) => String(value ?? false);
const count$1 = (value) => value ? String(value) : void 0;
const isEmpty = (map) => map === void 0 || Object.keys(map).length === 0;
// src/core/images/store-image.ts
/** The layer that an upper directory makes, or why it can not be one. */
const layerOfUpper = (upper, contents) => {
	const { bytes } = writeLayerTar(upper, contents);
	const read = layerOfTar(bytes);
	if (typeof read === "string") return {
		code: "InvalidLayer",
		status: 500,
		message: read
	};
	const { diffId, size, entries } = read;
	return {
		content: {
			diffId,
			size,
			entries
		},
		tar: bytes
	};
};
/** The bytes of a layer's tar go to the blob store under its diff id, which is their digest. */
const blobsOf = ({ content, tar }) => /* @__PURE__ */ new Map([[content.diffId, tar]]);
/** Checked before the content is looked at: an empty layer on a full stack is refused too (law L6). */
const depthFlaw = (parent) => (parent?.config.diffIds.length ?? 0) >= 125 ? maxDepthExceeded() : void 0;
/** Registers a new layer on a parent's stack: one that is there already stays (law L5), the empty one adds nothing. */
const registerLayer = (story, parent, content, entropy) => {
	const top = parent && topLayerOf(parent);
	const below = top && story.world.layers.get(top);
	if (content.diffId !== "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef") story.tellAll(registerStack(story.world.layers, [content], entropy, /* @__PURE__ */ new Set(), below));
	return content.diffId;
};
/** Stores a config as an image. The same bytes are the same image; only its parent link may change. */
const storeImage = (story, config, origin, { now: at }, parent) => {
	const bytes = writeImageConfig(config);
	const id = imageIdOf(bytes);
	const existing = story.world.images.get(id);
	if (!existing) {
		const link = parent === void 0 ? {} : { parent };
		story.tell({
			stream: "image",
			id,
			type: "ImageStored",
			at,
			bytes,
			config,
			origin,
			...link
		});
	} else if (parent !== void 0 && existing.parent !== parent) story.tell({
		stream: "image",
		id,
		type: "ImageParentSet",
		at,
		parent
	});
	return id;
};
// src/core/streams/reference/rejections.ts
/** Bad syntax is 400 where an image is looked up and 500 where a name is given (measured, docs/facts.md). */
const invalidReference = (message, status) => ({
	code: "InvalidReference",
	status,
	message
});
const tagWithDigest = () => ({
	code: "TagWithDigest",
	status: 400,
	message: "refusing to create a tag with a digest reference"
});
const ambiguousTag = () => ({
	code: "AmbiguousTag",
	status: 400,
	message: "refusing to create an ambiguous tag using digest algorithm as name"
});
const importWithDigest = () => ({
	code: "ImportWithDigest",
	status: 400,
	message: "cannot import digest reference"
});
const referenceNotFound = () => ({
	code: "ReferenceNotFound",
	status: 404,
	message: "reference does not exist"
});
// src/core/images/tag-image.ts
/** An explicit tag wins over one written in the name; a digest is refused. */
const tagTarget = (repo, tag) => {
	const parsed = parseName(repo);
	const named = isFlaw(parsed) || tag === void 0 || tag === "" ? parsed : withTag$1(parsed, tag);
	if (isFlaw(named)) return { rejection: invalidReference(named.flaw, 500) };
	if (named.digest !== void 0) return { rejection: tagWithDigest() };
	if (familiarName(named) === "sha256") return { rejection: ambiguousTag() };
	return { named };
};
/** Moving a tag is silent for the image that had it; the `tag` event shows the name without adding `:latest`. */
const tagEvents = (image, named, at) => [{
	stream: "reference",
	id: storedAs(named),
	type: "ReferenceSet",
	at,
	image,
	announced: { typed: familiar(named) }
}, {
	stream: "image",
	id: image,
	type: "ImageLastTagged",
	at
}];
// src/core/streams/host/profile.ts
const profiles = {
	"docker-20.10": {
		name: "docker-20.10",
		engine: "Docker Engine 20.10.24 that starts its own containerd 1.6.20",
		shimParent: "init",
		shimCommand: "containerd-shim-runc-v2",
		containerdParent: "dockerd",
		maxDepth: 125
	},
	"docker-20.10-system-containerd": {
		name: "docker-20.10-system-containerd",
		engine: "Docker Engine 20.10.24 with --containerd, as distributions run it",
		shimParent: "init",
		shimCommand: "containerd-shim-runc-v2",
		containerdParent: "init",
		maxDepth: 125
	},
	"docker-20.10-shim-v1": {
		name: "docker-20.10-shim-v1",
		engine: "Docker Engine 20.10.24 with --runtime io.containerd.runtime.v1.linux",
		shimParent: "containerd",
		shimCommand: "containerd-shim",
		containerdParent: "dockerd",
		maxDepth: 125
	}
};
// src/core/processes/ending.ts
/** The exit code that a shell or Docker shows: n mod 256, or 128 plus the signal. */
const exitCodeOf$1 = (ending) => "signal" in ending ? 128 + ending.signal : (ending.code % 256 + 256) % 256;
// src/core/processes/numbers.ts
/** Below this the kernel gives no number a second time (RESERVED_PIDS): a search that comes to the end goes on here. */
const reserved = 300;
/** The next number that the host gives. Threads hold numbers too. */
const freePid = (host) => known$1(free(numbersOf(host, hostNamespace)), "free number of the host");
/** The next number inside a namespace; in the host's it is the host's own number. */
const freeNamespacePid = (host, namespace, pid) => namespace === "host" ? pid : known$1(free(numbersOf(host, namespace)), "free number of a namespace");
/**
* Whether so many more processes and threads surely find a number on the host, and the first of them one in its
* namespace. Where they do not, fork answers EAGAIN (measured, docs/facts.md).
*/
const hasRoomFor = (host, namespace, count) => {
	if (!isRoomy(numbersOf(host, "host"), count)) return false;
	if (!host.namespaces.has(namespace)) return true;
	const numbers = numbersOf(host, namespace);
	return isRoomy(numbers, count) || free(numbers) !== void 0;
};
const numbersOf = (host, id) => {
	const { next, max, members, threads } = known$1(host.namespaces.get(id), "namespace");
	return id === "host" ? {
		next: host.next,
		max,
		ofProcesses: host.processes,
		ofThreads: host.threads
	} : {
		next,
		max,
		ofProcesses: members,
		ofThreads: threads
	};
};
const isGiven$1 = ({ ofProcesses, ofThreads }, it) => ofProcesses.has(it) || ofThreads.has(it);
/** The kernel's search (`idr_alloc_cyclic`): from the next number to the end, then once more from the start. */
const free = (numbers) => {
	const { next, max } = numbers;
	for (let it = next; it < max; it++) if (!isGiven$1(numbers, it)) return it;
	const stop = Math.min(next, max);
	for (let it = startOf(next); it < stop; it++) if (!isGiven$1(numbers, it)) return it;
};
const startOf = (next) => next > reserved ? reserved : 1;
/** Wherever the search begins, it comes by all numbers from the reserved ones on. */
const isRoomy = ({ max, ofProcesses, ofThreads }, count) => max - reserved - ofProcesses.size - ofThreads.size >= count;
/** The process that a number means inside a namespace; a thread's number means its process. */
const ownerOf$2 = (host, id, number) => {
	if (id === "host") {
		const pid = number;
		return host.processes.has(pid) ? pid : host.threads.get(pid);
	}
	const namespace = host.namespaces.get(id);
	return namespace?.members.get(number) ?? namespace?.threads.get(number);
};
/** A small number from entropy, by a hash that is cheap (FNV-1a): starts happen by the thousand. */
const drawFrom = ({ seed }, purpose, below) => {
	let hash = 2166136261;
	for (const text of [
		seed,
		"\n",
		purpose
	]) for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619);
	hash ^= hash >>> 15;
	return (Math.imul(hash, 739982445) >>> 8) % below;
};
/**
* The first number that main's program can give: its runtime's start-up threads took 2 to 5, 6 or 7.
* Of 39 starts measured 10 began at 6, 19 at 7, 10 at 8.
*/
const firstNumberOfMain = (entropy) => 6 + [
	0,
	1,
	1,
	2
][drawFrom(entropy, "main", 4)];
/** How many numbers an exec's start-up burns after its own: its first child, or the next exec, was 5 to 7 above it. */
const burntByExec = (entropy) => 4 + drawFrom(entropy, "exec", 3);
// src/core/processes/story.ts
const begin = (host) => ({
	host,
	events: [],
	ended: []
});
const tell = (telling, event) => {
	telling.events.push(event);
	telling.host = evolveHost(telling.host, event);
};
// src/core/processes/birth.ts
const born = (telling, at, birth) => {
	const { behaviour, kind, parent, cgroup, serves, exec, argv, user, burns = 0, nsBurns = 0 } = birth;
	const pid = freePid(telling.host);
	const { host } = telling;
	const nsPid = host.namespaces.has(birth.namespace) ? freeNamespacePid(host, birth.namespace, pid) : 1;
	tell(telling, {
		stream: "host",
		id: "host",
		type: "ProcessSpawned",
		at,
		pid,
		kind,
		parent,
		namespace: birth.namespace,
		argv,
		...cgroup !== void 0 && { cgroup },
		...serves !== void 0 && { serves },
		...exec !== void 0 && { exec },
		...user !== void 0 && { user },
		nsPid,
		comm: behaviour.comm,
		reaps: behaviour.reaps,
		dispositions: behaviour.dispositions,
		nextPid: pid + 1 + burns,
		nextNsPid: nsPid + 1 + nsBurns
	});
	for (const comm of behaviour.threads) if (hasRoomFor(telling.host, birth.namespace, 1)) tellThread(telling, pid, comm, at);
	return pid;
};
/** A thread takes a number in both counters, like a process. */
const tellThread = (telling, pid, comm, at) => {
	const process = known$1(telling.host.processes.get(pid), "process of a thread");
	const tid = freePid(telling.host);
	const nsTid = freeNamespacePid(telling.host, process.namespace, tid);
	tell(telling, {
		stream: "host",
		id: "host",
		type: "ThreadSpawned",
		at,
		pid,
		tid,
		nsTid,
		comm
	});
	return {
		tid,
		nsTid,
		comm
	};
};
/** Numbers that short-lived processes took; they are part of the next birth's event. */
const burn = (telling, count) => {
	telling.host = {
		...telling.host,
		next: telling.host.next + count
	};
};
// src/core/processes/engine.ts
/** The engine's own living process of a kind: a child of the host's pid 1, or of dockerd. */
const engineProcess = (host, kind) => {
	const own = childOf(host, 1, kind);
	if (own !== void 0 || kind === "dockerd") return own;
	const dockerd = childOf(host, 1, "dockerd");
	return dockerd === void 0 ? void 0 : childOf(host, dockerd, kind);
};
const childOf = (host, parent, kind) => {
	for (const pid of host.processes.get(parent)?.children.keys() ?? []) {
		const child = host.processes.get(pid);
		if (child?.kind === kind && child.state !== "zombie") return pid;
	}
};
/** dockerd comes up, with a containerd of its own or beside the system's. Numbers alone are told; consequences follow. */
const spawnEngine = (telling, liveRestore, at) => {
	const isOwn = profiles[telling.host.profile].containerdParent === "dockerd";
	if (!isOwn && engineProcess(telling.host, "containerd") === void 0) spawnContainerd(telling, 1, at);
	const dockerd = born(telling, at, {
		kind: "dockerd",
		parent: 1,
		namespace: hostNamespace,
		behaviour: {
			comm: "dockerd",
			reaps: true,
			dispositions: {},
			threads: []
		},
		argv: ["dockerd"],
		burns: 12
	});
	if (isOwn) spawnContainerd(telling, dockerd, at);
	tell(telling, {
		stream: "host",
		id: "host",
		type: "DaemonStarted",
		at,
		liveRestore
	});
};
const spawnContainerd = (telling, parent, at) => born(telling, at, {
	kind: "containerd",
	parent,
	namespace: hostNamespace,
	behaviour: {
		comm: "containerd",
		reaps: true,
		dispositions: {},
		threads: []
	},
	argv: ["containerd"],
	burns: 12
});
/** dockerd ends in order; a containerd of its own is told to end too. */
const stopEngine = (host, at) => {
	const telling = begin(host);
	const own = profiles[host.profile].containerdParent === "dockerd" ? engineProcess(host, "containerd") : void 0;
	const dockerd = engineProcess(host, "dockerd");
	tell(telling, {
		stream: "host",
		id: "host",
		type: "DaemonStopped",
		at
	});
	if (own !== void 0) tellExit(telling, own, { code: 0 }, at);
	if (dockerd !== void 0) tellExit(telling, dockerd, { code: 0 }, at);
	return telling;
};
/**
* The engine comes up. Shims whose container ended meanwhile go; containers whose shim died meanwhile are killed by
* containerd's clean-up.
*/
const startEngine = (host, liveRestore, at) => {
	const telling = begin(host);
	spawnEngine(telling, liveRestore, at);
	for (const [container, shim] of byNumber(host.shims)) {
		if (hasMembers(telling.host, container)) continue;
		const keeps = host.processes.get(shim)?.keeps;
		if (keeps) telling.ended.push({
			kind: "main",
			pid: keeps.main,
			container,
			ending: keeps.ending,
			at,
			shimLost: false
		});
		tellExit(telling, shim, { code: 0 }, at);
	}
	for (const container of [...host.cgroups.keys()].sort()) if (!host.shims.has(container)) killCgroup(telling, container, at);
	return telling;
};
const byNumber = (shims) => [...shims].sort(([, a], [, b]) => a - b);
const hasMembers = (host, container) => (host.cgroups.get(container)?.members.size ?? 0) > 0;
// src/core/processes/consequences.ts
/** What follows once a parent has waited for a process: the engine hears of mains and execs through their shim. */
const afterWait = (telling, zombie, at) => {
	if (zombie.kind === "ward") endWithWard(telling, zombie, at);
	if (zombie.kind === "exec") hearOfExec(telling, zombie, at);
	if (zombie.kind === "main") {
		hearOfMain(telling, zombie, at);
		clearCgroup(telling, zombie, at);
	}
};
/** What follows from the end itself, whoever waits. */
const afterEnd = (telling, process, at) => {
	if (process.kind === "shim") cleanUpAfterShim(telling, process, at);
	if (process.kind === "dockerd") endWithDockerd(telling, at);
	if (process.kind === "containerd") replaceContainerd(telling, at);
};
/** docker-init ends when its command has ended, with the same code; a signal becomes 128+n, an ordinary exit. */
const endWithWard = (telling, { parent, ending }, at) => {
	if (parent !== 0) tellExit(telling, parent, { code: exitCodeOf$1(known$1(ending, "ending")) }, at);
};
const hearOfMain = (telling, { pid, cgroup: container, ending }, at) => {
	if (container === void 0) return;
	const shimLost = !telling.host.shims.has(container);
	telling.ended.push({
		kind: "main",
		pid,
		container,
		ending: known$1(ending, "ending"),
		at,
		shimLost
	});
};
const hearOfExec = (telling, { pid, cgroup: container, exec, ending }, at) => {
	if (container === void 0 || exec === void 0) return;
	const shimLost = !telling.host.shims.has(container);
	const forgotten = telling.ended.some((it) => it.kind === "main" && it.container === container);
	telling.ended.push({
		kind: "exec",
		pid,
		container,
		exec,
		ending: known$1(ending, "ending"),
		at,
		forgotten,
		shimLost
	});
};
/** In a joined namespace the shim kills what main has left in the cgroup. Then it goes itself, if the engine is up. */
const clearCgroup = (telling, { cgroup }, at) => {
	if (cgroup === void 0) return;
	killCgroup(telling, cgroup, at);
	const shim = telling.host.shims.get(cgroup);
	if (shim !== void 0 && telling.host.daemon === "running") tellExit(telling, shim, { code: 0 }, at);
};
const killCgroup = (telling, container, at) => {
	for (const pid of membersOf$2(telling, container)) tellExit(telling, pid, killed, at);
};
const membersOf$2 = (telling, container) => [...telling.host.cgroups.get(container)?.members.keys() ?? []].sort((a, b) => a - b);
/** containerd's clean-up kills what is beside main at once, and main 0.5 to 1.5 s after its shim (measured). */
const othersKilledAfter = 100;
const mainKilledAfter = 1e3;
/** Main outlives its shim as a child of the host's pid 1, until containerd's clean-up comes to it. */
const cleanUpAfterShim = (telling, { serves }, at) => {
	if (serves === void 0 || telling.host.daemon !== "running") return;
	const members = membersOf$2(telling, serves);
	if (members.length === 0) return;
	const noticed = later(at, othersKilledAfter);
	if (telling.host.cgroups.get(serves)?.frozen) tell(telling, {
		stream: "host",
		id: "host",
		type: "CgroupThawed",
		at: noticed,
		container: serves
	});
	for (const pid of members) if (telling.host.processes.get(pid)?.kind !== "main") tellExit(telling, pid, killed, noticed);
	killCgroup(telling, serves, later(at, mainKilledAfter));
};
/** A containerd that dockerd started dies with it (parent-death signal); shims and mains live on. */
const endWithDockerd = (telling, at) => {
	if (telling.host.daemon === "running") tell(telling, {
		stream: "host",
		id: "host",
		type: "DaemonCrashed",
		at
	});
	const containerd = engineProcess(telling.host, "containerd");
	if (containerd !== void 0 && profiles[telling.host.profile].containerdParent === "dockerd") tellExit(telling, containerd, killed, at);
};
/** How long dockerd takes to start another containerd. */
const containerdBackAfter = 1e4;
/** Somebody starts a new containerd: dockerd its own, or the host's service manager. Shims and mains notice nothing. */
const replaceContainerd = (telling, at) => {
	if (telling.host.daemon !== "running") return;
	const parent = profiles[telling.host.profile].containerdParent === "dockerd" ? engineProcess(telling.host, "dockerd") : 1;
	if (parent !== void 0) spawnContainerd(telling, parent, later(at, containerdBackAfter));
};
// src/core/processes/signals.ts
/** Linux signal numbers by their names without SIG. */
const signalNumbers = {
	HUP: 1,
	INT: 2,
	QUIT: 3,
	ILL: 4,
	TRAP: 5,
	ABRT: 6,
	BUS: 7,
	FPE: 8,
	KILL: 9,
	USR1: 10,
	SEGV: 11,
	USR2: 12,
	PIPE: 13,
	ALRM: 14,
	TERM: 15,
	STKFLT: 16,
	CHLD: 17,
	CONT: 18,
	STOP: 19,
	TSTP: 20,
	TTIN: 21,
	TTOU: 22,
	URG: 23,
	XCPU: 24,
	XFSZ: 25,
	VTALRM: 26,
	PROF: 27,
	WINCH: 28,
	IO: 29,
	PWR: 30,
	SYS: 31
};
/** What the kernel does with a signal that a process has no word about: signal(7). */
const defaultActionOf = (signal) => {
	if (signal === 18) return "continue";
	if (signal >= 19 && signal <= 22) return "stop";
	return signal === 17 || signal === 23 || signal === 28 ? "ignore" : "end";
};
// src/core/processes/exit.ts
const killed = { signal: 9 };
/** A process ends, with all that the kernel, its parent, its shim and containerd make of that. */
const exitProcess$1 = (host, pid, ending, at) => {
	const telling = begin(host);
	tellExit(telling, pid, ending, at);
	return telling;
};
/** Ends a process if it lives. */
const tellExit = (telling, pid, ending, at) => {
	const process = telling.host.processes.get(pid);
	if (!process || process.state === "zombie") return;
	const endsAll = isNamespaceInit(telling.host, process);
	if (endsAll) emptyNamespace(telling, process, at);
	tell(telling, {
		stream: "host",
		id: "host",
		type: "ProcessExited",
		at,
		pid,
		ending
	});
	if (!endsAll) giveAwayChildren(telling, process, at);
	if (isWaitedFor(telling.host, process)) reap(telling, pid, at);
	afterEnd(telling, process, at);
};
/** Pid 1 of a namespace of its own; the host's pid 1 does not end. */
const isNamespaceInit = (host, { pid, namespace }) => namespace !== "host" && host.namespaces.get(namespace)?.init === pid;
/**
* When a namespace's pid 1 ends, the kernel kills every other process in it and waits for them: execs and the mains of
* containers that joined are reported before it (law P4).
*/
const emptyNamespace = (telling, init, at) => {
	const namespace = known$1(telling.host.namespaces.get(init.namespace), "namespace");
	const fallen = [...namespace.members.keys()].sort((a, b) => a - b).filter((number) => number !== init.nsPid).map((number) => known$1(namespace.members.get(number), "member"));
	for (const pid of fallen) if (isAlive$1(telling.host, pid)) tell(telling, {
		stream: "host",
		id: "host",
		type: "ProcessExited",
		at,
		pid,
		ending: killed
	});
	for (const pid of fallen) {
		const process = telling.host.processes.get(pid);
		if (!process) continue;
		if (isChildOfOutside(telling.host, process)) {
			if (isWaitedFor(telling.host, process)) reap(telling, pid, at);
		} else tell(telling, {
			stream: "host",
			id: "host",
			type: "ProcessReaped",
			at,
			pid
		});
	}
};
const isAlive$1 = (host, pid) => host.processes.get(pid)?.state !== "zombie";
/** A parent that is gone was a member itself, and went just before. */
const isChildOfOutside = (host, { parent, namespace }) => {
	const above = parent === 0 ? void 0 : host.processes.get(parent);
	return above !== void 0 && above.namespace !== namespace;
};
/** Orphans go to the nearest subreaper above in the same namespace, else to its pid 1; zombies among them too. */
const giveAwayChildren = (telling, process, at) => {
	if (process.children.size === 0) return;
	for (const child of [...process.children.keys()].sort((a, b) => a - b)) {
		const orphan = telling.host.processes.get(child);
		if (!orphan) continue;
		const parent = newParentOf(telling.host, process);
		tell(telling, {
			stream: "host",
			id: "host",
			type: "ProcessReparented",
			at,
			pid: child,
			parent
		});
		if (orphan.state === "zombie" && isWaitedFor(telling.host, { parent })) reap(telling, child, at);
	}
};
const newParentOf = (host, dead) => {
	let above = dead.parent === 0 ? void 0 : host.processes.get(dead.parent);
	while (above && above.namespace === dead.namespace) {
		if (above.state !== "zombie" && above.subreaper) return above.pid;
		above = above.parent === 0 ? void 0 : host.processes.get(above.parent);
	}
	return host.namespaces.get(dead.namespace)?.init ?? 1;
};
/** Whether the parent takes a zombie away at once; a stopped one does so when it goes on. */
const isWaitedFor = (host, { parent }) => {
	const it = parent === 0 ? void 0 : host.processes.get(parent);
	return it?.state === "sleeping" && (it.reaps || it.dispositions[17]?.action === "ignore");
};
/** The parent waits for a zombie: the number is gone, and the parent knows. */
const reap = (telling, pid, at) => {
	const zombie = known$1(telling.host.processes.get(pid), "zombie");
	tell(telling, {
		stream: "host",
		id: "host",
		type: "ProcessReaped",
		at,
		pid
	});
	afterWait(telling, zombie, at);
};
/** `wait` until nothing is left to wait for. */
const tellWait = (telling, pid, at) => {
	const parent = telling.host.processes.get(pid);
	for (const child of [...parent?.children.keys() ?? []].sort((a, b) => a - b)) if (telling.host.processes.get(child)?.state === "zombie") reap(telling, child, at);
};
/** `wait` of a process that does not reap by itself. */
const waitChildren$1 = (host, pid, at) => {
	const telling = begin(host);
	tellWait(telling, pid, at);
	return telling;
};
// src/core/processes/signal.ts
/** A signal is sent to a process that exists. `ended` tells which mains and execs it ended. */
const deliverSignal = (host, pid, signal, from, at) => {
	const telling = begin(host);
	tellSignal(telling, pid, signal, from, at);
	return telling;
};
/** `kill -1`: everyone that the sender can see, but pid 1 and itself. */
const signalEveryone = (host, sender, signal, at) => {
	const telling = begin(host);
	for (const pid of seenBy(host, sender)) {
		const target = telling.host.processes.get(pid);
		if (!target || pid === sender.pid || isNamespaceInit(telling.host, target) || pid === 1) continue;
		tellSignal(telling, pid, signal, target.namespace === sender.namespace ? "inside" : "outside", at);
	}
	return telling;
};
/** In the host's namespace one sees the processes of all others too. */
const seenBy = (host, { namespace }) => {
	return [...(namespace === "host" ? host.processes.keys() : host.namespaces.get(namespace)?.members.values()) ?? []].sort((a, b) => a - b);
};
const tellSignal = (telling, pid, signal, from, at) => {
	const process = telling.host.processes.get(pid);
	if (!process || process.state === "zombie" || signal === 0) return;
	const effect = effectOf(telling.host, process, signal, from);
	const waits = effect !== "nothing" && mustWait(telling.host, process, signal);
	tell(telling, {
		stream: "host",
		id: "host",
		type: waits ? "SignalQueued" : "SignalDelivered",
		at,
		pid,
		signal
	});
	if (!waits) take$4(telling, process, signal, effect, at);
};
/**
* Pid 1 of a namespace is deaf to what it has no handler for, KILL and STOP from inside included; from above the
* kernel forces these two upon it (measured, docs/facts.md).
*/
const effectOf = (host, process, signal, from) => {
	const isForced = signal === 9 || signal === 19;
	if (process.pid === 1) return "nothing";
	const wish = isForced ? void 0 : process.dispositions[signal];
	if (wish?.action === "ignore") return signal === 18 ? "continue" : "nothing";
	if (wish?.action === "handle") return "handle";
	if (wish?.action === "exit") return { exits: wish.code };
	if (!isForced && signal !== 18 && wardOf(host, process) !== void 0) return "handle";
	const action = defaultActionOf(signal);
	if (action === "continue") return "continue";
	if (action === "ignore") return "nothing";
	if (isNamespaceInit(host, process) && !(isForced && from === "outside")) return "nothing";
	return action;
};
/** Whether the kernel ends a process in the act of sending: what is sent after it comes too late (measured, docs/facts.md). */
const endsAtOnce = (host, pid, signal) => {
	const process = host.processes.get(pid);
	return process !== void 0 && !mustWait(host, process, signal) && effectOf(host, process, signal, "outside") === "end";
};
/** Nothing reaches a frozen process; a stopped one hears of KILL and CONT only. */
const mustWait = (host, process, signal) => process.cgroup !== void 0 && host.cgroups.get(process.cgroup)?.frozen === true || process.state === "stopped" && signal !== 9 && signal !== 18;
const take$4 = (telling, process, signal, effect, at) => {
	const { pid } = process;
	if (effect === "end") tellExit(telling, pid, { signal }, at);
	else if (typeof effect === "object") tellExit(telling, pid, { code: effect.exits }, at);
	else if (effect === "stop" && process.state === "sleeping") tell(telling, {
		stream: "host",
		id: "host",
		type: "ProcessStopped",
		at,
		pid
	});
	else if (effect === "continue") goOn(telling, process, at);
	else if (effect === "handle") pass(telling, process, signal, at);
};
/** A continued process takes what has waited for it, and waits for the children that ended meanwhile. */
const goOn = (telling, { pid, state, reaps }, at) => {
	if (state !== "stopped") return;
	tell(telling, {
		stream: "host",
		id: "host",
		type: "ProcessContinued",
		at,
		pid
	});
	if (reaps) tellWait(telling, pid, at);
	takePending(telling, pid, at);
};
/** Signals that were queued are delivered, KILL first as the kernel does. */
const takePending = (telling, pid, at) => {
	const queued = telling.host.processes.get(pid)?.pending ?? [];
	for (const signal of queued.includes(9) ? [9, ...queued.filter((it) => it !== 9)] : queued) {
		const process = telling.host.processes.get(pid);
		if (!process || process.state === "zombie") return;
		if (mustWait(telling.host, process, signal)) continue;
		tell(telling, {
			stream: "host",
			id: "host",
			type: "SignalDelivered",
			at,
			pid,
			signal
		});
		take$4(telling, process, signal, effectOf(telling.host, process, signal, "outside"), at);
	}
};
/** docker-init hands every signal on to its command. */
const pass = (telling, process, signal, at) => {
	const ward = wardOf(telling.host, process);
	if (ward !== void 0) tellSignal(telling, ward, signal, "inside", at);
};
const wardOf = (host, { kind, children }) => {
	if (kind !== "main") return void 0;
	for (const child of children.keys()) if (host.processes.get(child)?.kind === "ward") return child;
};
// src/core/processes/freeze.ts
/** `docker pause`: no process of the cgroup takes a step (law P7). */
const freeze = (host, container, at) => {
	const telling = begin(host);
	tell(telling, {
		stream: "host",
		id: "host",
		type: "CgroupFrozen",
		at,
		container
	});
	return telling;
};
/** The thaw: signals that came meanwhile are delivered now, and may end processes. */
const thaw = (host, container, at) => {
	const telling = begin(host);
	const members = telling.host.cgroups.get(container)?.members;
	tell(telling, {
		stream: "host",
		id: "host",
		type: "CgroupThawed",
		at,
		container
	});
	for (const pid of [...members?.keys() ?? []].sort((a, b) => a - b)) takePending(telling, pid, at);
	return telling;
};
// src/core/commands/client/commit-container.ts
/** `docker commit` makes an image of what a container wrote: one history row, and one layer if it wrote anything. */
const commitContainer = (world, command, context) => {
	if (command.container === "") return reject(emptyContainerName());
	const container = findContainer(world, command.container);
	if (isRejection(container)) return reject(container);
	const { status } = container.state;
	if (status === "dead" || status === "removing") return reject(containerIsDead(container.id, "commit"));
	const story = new Story(world);
	const pauses = status === "running" && (command.pause ?? true);
	if (pauses) pause$1(story, container, context);
	const result = commit$1(story, container, command, context);
	if (pauses) unpause$1(story, container, context);
	return "rejection" in result ? fail(result.rejection, story.events) : accept(story.events, { Id: result.image }, result.blobs);
};
const commit$1 = (story, container, command, context) => {
	const given = isGiven(command.config) ? command.config : container.config;
	const changed = applyChanges(given, command.changes);
	if ("rejection" in changed) return changed;
	const parent = container.image === "" ? void 0 : story.world.images.get(container.image);
	if (container.image !== "" && !parent) return { rejection: imageFileMissing(container.image) };
	const flaw = depthFlaw(parent);
	if (flaw) return { rejection: flaw };
	const { upper } = known$1(story.world.writeLayers.get(container.id), "write layer");
	const layer = layerOfUpper(upper, context.contents);
	if ("code" in layer) return { rejection: layer };
	const { author, comment } = command;
	const config = childConfig(parent, {
		config: mergeConfig$1(changed.config, container.config),
		containerConfig: {
			Labels: {},
			...container.config
		},
		container: container.id,
		diffId: registerLayer(story, parent, layer.content, context.entropy),
		...author !== void 0 && { author },
		...comment !== void 0 && { comment },
		at: context.entropy.now
	});
	const image = storeImage(story, config, "commit", context.entropy, parent?.id);
	const named = name(story, image, command, context);
	if (named && "rejection" in named) return named;
	tellCommit(story, container, command, image, named?.named, context);
	return {
		image,
		blobs: blobsOf(layer)
	};
};
/** A body without any field counts as none. */
const isGiven = (config) => config !== void 0 && Object.keys(config).length > 0;
/** The image is there before its name is looked at: a bad name leaves it untagged (measured, docs/facts.md). */
const name = (story, image, { repo, tag }, { entropy }) => {
	if (repo === void 0 || repo === "") return void 0;
	const target = tagTarget(repo, tag);
	if ("named" in target) story.tellAll(tagEvents(image, target.named, entropy.now));
	return target;
};
const tellCommit = (story, { id }, { comment = "" }, imageID, named, { entropy }) => {
	const attributes = {
		comment,
		imageID,
		imageRef: named ? familiar(named) : ""
	};
	story.tell(ofContainer$1(id, entropy.now, "ContainerObserved", {
		action: "commit",
		attributes
	}));
};
const pause$1 = (story, { id }, { entropy: { now } }) => {
	const { host, events } = freeze(story.world.host, id, now);
	story.hostBecame(host, events);
	story.tell(ofContainer$1(id, now, "ContainerPaused", {}));
};
const unpause$1 = (story, { id }, { entropy: { now } }) => {
	const { host, events } = thaw(story.world.host, id, now);
	story.hostBecame(host, events);
	story.tell(ofContainer$1(id, now, "ContainerUnpaused", {}));
};
// src/core/images/find-image.ts
/**
* Which image a client means. A whole digest or 64 hex digits are an id; else a reference comes before an id prefix,
* so a tag named like another image's id hides that image (measured, docs/facts.md).
*/
const findImage = (world, typed) => {
	const parsed = parseAny(typed);
	if (isFlaw(parsed)) return { rejection: invalidReference(parsed.flaw, 400) };
	if ("id" in parsed) return found(world, parsed.id, parsed.id);
	const shown = familiar(tagNameOnly(parsed));
	const tagged = world.references.get(storedAs(parsed));
	const image = tagged && world.images.get(tagged.image);
	return image ? { image } : found(world, searchImage(world, typed), shown);
};
const found = (world, id, shown) => {
	const image = id === void 0 ? void 0 : world.images.get(id);
	return image ? { image } : { rejection: imageNotFound(shown) };
};
/** The one image whose id starts with these hex digits; `undefined` for none and for several. */
const searchImage = (world, term) => {
	const hex = term.startsWith("sha256:") ? term.slice(7) : term;
	if (!/^[0-9a-f]{1,64}$/.test(hex)) return void 0;
	const prefix = `sha256:${hex}`;
	let match;
	for (const id of world.images.keys()) {
		if (!id.startsWith(prefix)) continue;
		if (match !== void 0) return void 0;
		match = id;
	}
	return match;
};
// src/core/lifecycle/init-layer.ts
/** What Docker mounts over, or wants to be there, in every container (moby, daemon/initlayer/setup_unix.go). */
const placeholders = [
	["/.dockerenv", "file"],
	["/dev/console", "file"],
	["/dev/pts", "directory"],
	["/dev/shm", "directory"],
	["/etc/hostname", "file"],
	["/etc/hosts", "file"],
	["/etc/mtab", "symlink"],
	["/etc/resolv.conf", "file"],
	["/proc", "directory"],
	["/sys", "directory"]
];
/**
* The init layer over an image: placeholders that hide the image's own files of those names. It depends on the image
* alone but for its times, so it is worked out once for each.
*/
const initLayerOn = (lower, at) => (lower === void 0 ? onNothing() : remembered$3(lower)).map((change) => stamped(change, at));
const templates = /* @__PURE__ */ new WeakMap();
const remembered$3 = (lower) => {
	const before = templates.get(lower);
	if (before) return before;
	const made = madeOn(lower);
	templates.set(lower, made);
	return made;
};
let nothing$1;
const onNothing = () => {
	nothing$1 ??= madeOn(void 0);
	return nothing$1;
};
const madeOn = (lower) => {
	const ctx = engineAt(template$1);
	let made = {
		union: {
			lower,
			upper: emptyTree(template$1)
		},
		changes: []
	};
	for (const [path, kind] of placeholders) made = placed(cleared(made, path, ctx), path, kind, ctx);
	return made.changes;
};
/** Files and symlinks on the way are taken out first; directories stay. */
const cleared = (before, path, ctx) => {
	let now = before;
	const parts = path.slice(1).split("/");
	for (let depth = 1; depth <= parts.length; depth++) now = after(now, unlink$1(now.union, `/${parts.slice(0, depth).join("/")}`, ctx));
	return now;
};
const placed = (before, path, kind, ctx) => {
	if (typeof resolve$1(before.union, path, root$3, false) !== "string") return before;
	const above = makeDirectories$1(before, path.slice(0, path.lastIndexOf("/")), ctx);
	switch (kind) {
		case "directory": return after(above, mkdir$1(above.union, path, ctx, 493));
		case "symlink": return after(above, symlink$1(above.union, "/proc/mounts", path, ctx));
		default: return after(above, createFile$1(above.union, path, /* @__PURE__ */ new Uint8Array(), ctx, 493));
	}
};
/** Times that become those of the create. */
const template$1 = instant(1);
const stamped = (change, at) => "node" in change && change.node.mtime === template$1 ? {
	...change,
	node: {
		...change.node,
		mtime: at
	}
} : change;
// src/core/lifecycle/merge-config.ts
/** The client's config completed from the image's: what the client says wins, one variable, label, volume at a time. */
const mergeConfig = (own, image) => {
	if (!image) return withoutEmptyEntrypoint(own);
	const Env = mergedEnv(own.Env, image.Env);
	const Labels = merged$1(own.Labels, image.Labels);
	const Volumes = merged$1(own.Volumes, image.Volumes);
	const ExposedPorts = merged$1(own.ExposedPorts, image.ExposedPorts);
	const User = own.User || image.User;
	const WorkingDir = own.WorkingDir || image.WorkingDir;
	const StopSignal = own.StopSignal || image.StopSignal;
	const Healthcheck = own.Healthcheck ? {
		...image.Healthcheck,
		...own.Healthcheck
	} : image.Healthcheck;
	return withoutEmptyEntrypoint({
		...own,
		...Env && { Env },
		...Labels && { Labels },
		...Volumes && { Volumes },
		...ExposedPorts && { ExposedPorts },
		...User && { User },
		...WorkingDir && { WorkingDir },
		...StopSignal && { StopSignal },
		...Healthcheck && { Healthcheck },
		...programOf(own, image)
	});
};
/** Whoever gives an entrypoint of his own gets nothing of the image's command. */
const programOf = (own, image) => {
	if (own.Entrypoint && own.Entrypoint.length > 0) return {};
	const Cmd = own.Cmd && own.Cmd.length > 0 ? own.Cmd : image.Cmd;
	const Entrypoint = own.Entrypoint ?? image.Entrypoint;
	return {
		...Cmd && { Cmd },
		...Entrypoint && { Entrypoint }
	};
};
/** `--entrypoint ""` is sent as one empty word and means none. */
const withoutEmptyEntrypoint = (config) => {
	const { Entrypoint, ...rest } = config;
	if (Entrypoint === void 0) return config;
	return Entrypoint.length === 1 && Entrypoint[0] === "" ? rest : config;
};
const mergedEnv = (own, image) => {
	if (!own || own.length === 0) return image ?? own;
	if (!image || image.length === 0) return own;
	const names = new Set(own.map(nameOf$5));
	return [...own, ...image.filter((variable) => !names.has(nameOf$5(variable)))];
};
const nameOf$5 = (variable) => variable.split("=", 1)[0] ?? "";
const merged$1 = (own, image) => own && image ? {
	...image,
	...own
} : own ?? image;
/** Entrypoint and command put together. */
const programWords = ({ Entrypoint = [], Cmd = [] }) => [...Entrypoint, ...Cmd];
/** A container that nobody gave a host name has the short form of its id; in the host's own it has none of its own. */
const withHostname = (config, id) => config.Hostname ? config : {
	...config,
	Hostname: id.slice(0, 12)
};
// src/core/lifecycle/populate-volumes.ts
/**
* At create an empty volume is given what the image has at its mount point: everything below, and the directory's own
* mode and owner. A volume that holds something keeps it; over a file an empty one is refused (measured, docs/facts.md).
*/
const populateVolumes = (story, container, at) => {
	const union = container.mounts.some(isCopied) ? unionOf(story.world, container.id) : void 0;
	if (!union) return void 0;
	for (const mount of container.mounts) {
		const volume = story.world.volumes.get(mount.name);
		if (!volume || !isCopied(mount) || volume.content.inodes.size > 1 || isNoCopy(container, mount)) continue;
		const source = resolve$1(union, mount.destination, root$3, true);
		if (typeof source === "string") continue;
		if (!isDirectory$3(source)) return nothingToCopy(story.world.writeLayers.get(container.id)?.mountId ?? "", mount.destination);
		const changes = copied$1(union, source, volume.content.next);
		story.tell({
			stream: "volume",
			id: volume.name,
			type: "VolumeChanged",
			at,
			operation: "populate",
			path: "/",
			changes
		});
	}
};
const isCopied = ({ type, borrowed, mode = "" }) => type === "volume" && !borrowed && !mode.split(",").includes("nocopy");
const isNoCopy = ({ hostConfig }, { destination }) => hostConfig.Mounts?.some(({ Target, VolumeOptions }) => Target === destination && VolumeOptions?.NoCopy === true) ?? false;
/** The tree below a directory as changes of an empty one; names of one inode stay names of one. */
const copied$1 = (union, from, first) => {
	const changes = [{
		set: 1,
		node: dataOf(from.inode)
	}];
	const made = /* @__PURE__ */ new Map();
	let next = first;
	const copyInto = (dir, into) => {
		for (const name of list$1(union, dir)) {
			const node = child(union, dir, name);
			if (!node) continue;
			const before = made.get(node.inode);
			const ino = before ?? next++;
			if (before === void 0) changes.push({
				make: ino,
				node: dataOf(node.inode)
			});
			if (!isDirectory$3(node) && node.inode.nlink > 1) made.set(node.inode, ino);
			changes.push({
				in: into,
				name,
				ino
			});
			if (isDirectory$3(node)) copyInto(node, ino);
		}
	};
	copyInto(from, 1);
	return changes;
};
const dataOf = ({ nlink: _, entries: __, ...data }) => {
	const { origin: ___, ...plain } = data;
	if (plain.kind !== "directory") return plain;
	const { opaque: ____, ...directory } = plain;
	return directory;
};
// src/core/lifecycle/signal-names.ts
/** Linux's signals by name, without SIG, with the further names that the engine's parser knows. */
const numbers = {
	...signalNumbers,
	IOT: 6,
	CLD: 17,
	POLL: 29,
	RTMIN: 34,
	RTMAX: 64
};
for (let step = 1; step <= 15; step++) Object.assign(numbers, { [`RTMIN+${step}`]: 34 + step });
for (let step = 1; step <= 14; step++) Object.assign(numbers, { [`RTMAX-${step}`]: 64 - step });
/**
* A name with or without SIG in any case, or a decimal number other than 0. Whether the kernel has that number is
* checked later and answered differently (measured, docs/facts.md).
*/
const parseSignal = (text) => {
	if (/^[+-]?\d+$/.test(text)) return Number(text) === 0 ? void 0 : Number(text);
	return numbers[text.toUpperCase().replace(/^SIG/, "")];
};
/** 32 and 33 belong to the C library, 65 and up to nobody. */
const isSupportedSignal = (signal) => signal >= 1 && signal <= 31 || signal >= 34 && signal <= 64;
// src/core/lifecycle/settings.ts
/** What is wrong with the settings alone, in the engine's order; looked at before the image. */
const settingsTrouble = (config, hostConfig, sources) => joinedNetworkTrouble(config, hostConfig) ?? hostnameTrouble(config, hostConfig) ?? isolationTrouble(hostConfig.Isolation) ?? workingDirTrouble(config.WorkingDir) ?? signalTrouble(config.StopSignal) ?? environmentTrouble(config.Env) ?? autoRemoveTrouble(hostConfig) ?? mountTrouble(hostConfig.Mounts, sources) ?? policyTrouble(hostConfig.RestartPolicy) ?? capabilityTrouble("CapAdd", hostConfig.CapAdd) ?? capabilityTrouble("CapDrop", hostConfig.CapDrop) ?? memoryTrouble(hostConfig) ?? oomScoreTrouble(hostConfig.OomScoreAdj) ?? runtimeTrouble(hostConfig.Runtime) ?? tmpfsTrouble(hostConfig.Tmpfs);
const isolationTrouble = (isolation = "") => isolation === "" || isolation === "default" ? void 0 : invalidIsolation(isolation);
const hostnameTrouble = ({ Hostname = "" }, { UTSMode }) => UTSMode === "host" && Hostname !== "" ? hostnameWithHostUts() : void 0;
/** Who joins another container's network has its hostname and its ports (measured, docs/facts.md). */
const joinedNetworkTrouble = ({ Hostname = "", ExposedPorts = {} }, { NetworkMode = "" }) => {
	if (!NetworkMode.startsWith("container:")) return void 0;
	if (NetworkMode === "container:") return invalidNetworkMode();
	if (Hostname !== "") return hostnameOfAnother();
	return Object.keys(ExposedPorts).length > 0 ? portsOfAnother() : void 0;
};
const workingDirTrouble = (path = "") => path !== "" && !path.startsWith("/") ? relativeWorkingDir(path) : void 0;
const signalTrouble = (signal = "") => signal !== "" && parseSignal(signal) === void 0 ? invalidSignal(signal) : void 0;
const environmentTrouble = (env = []) => {
	const flaw = env.find((variable) => variable === "" || variable.startsWith("="));
	return flaw === void 0 ? void 0 : invalidVariable(flaw);
};
const autoRemoveTrouble = ({ AutoRemove, RestartPolicy }) => AutoRemove && RestartPolicy && RestartPolicy.Name !== "" && RestartPolicy.Name !== "no" ? autoRemoveWithPolicy() : void 0;
/** What is wrong with the first flawed mount. `--mount` demands the source of a bind; `-v` makes it. */
const mountTrouble = (mounts = [], sources) => {
	for (const mount of mounts) {
		const flaw = flawOf$2(mount, sources);
		if (flaw) return flaw;
	}
};
const flawOf$2 = ({ Type, Source = "", Target = "", ReadOnly }, sources) => {
	const flaw = targetFlaw(Target);
	if (flaw !== void 0) return invalidMountConfig(Type, flaw);
	switch (Type) {
		case "bind":
			if (Source === "") return invalidMountConfig(Type, "field Source must not be empty");
			if (!Source.startsWith("/")) return invalidMountConfig(Type, noAbsolutePath(Source));
			return sources[Source] === "missing" ? bindSourceMissing(Source) : void 0;
		case "tmpfs": return Source === "" ? void 0 : invalidMountConfig(Type, "field Source must not be specified");
		case "volume": return Source === "" && ReadOnly ? readOnlyAnonymousVolume() : void 0;
		default: return unknownMountType(Type);
	}
};
const policyTrouble = (policy) => {
	if (policy === void 0) return void 0;
	const { Name, MaximumRetryCount = 0 } = policy;
	switch (Name) {
		case "always":
		case "unless-stopped":
		case "no": return MaximumRetryCount === 0 ? void 0 : retryCountWith(Name);
		case "on-failure": return MaximumRetryCount < 0 ? negativeRetryCount() : void 0;
		case "": return;
		default: return invalidRestartPolicy(Name);
	}
};
const sixMegabytes = 6291456;
/** What the engine says of memory limits, in its order (measured, docs/facts.md). */
const memoryTrouble = ({ Memory = 0, MemorySwap = 0, MemoryReservation = 0 }) => {
	if (Memory !== 0 && Memory < sixMegabytes) return memoryTooSmall();
	if (Memory > 0 && MemorySwap > 0 && MemorySwap < Memory) return swapBelowMemory();
	if (Memory === 0 && MemorySwap > 0) return swapWithoutMemory();
	return reservationTrouble(Memory, MemoryReservation);
};
/** Memory and swap together: the engine writes down twice the memory where nobody says (measured, docs/facts.md). */
const swapOf = ({ Memory = 0, MemorySwap = 0 }) => MemorySwap === 0 && Memory > 0 ? 2 * Memory : MemorySwap;
const reservationTrouble = (memory, reservation) => {
	if (reservation > 0 && reservation < sixMegabytes) return reservationTooSmall();
	return memory > 0 && memory < reservation ? memoryBelowReservation() : void 0;
};
/** The capabilities that the engine knows, not all of Linux (measured), and `ALL`. */
const capabilities = new Set([
	...[
		"ALL",
		"AUDIT_CONTROL",
		"AUDIT_READ",
		"AUDIT_WRITE",
		"BLOCK_SUSPEND",
		"CHOWN"
	],
	...[
		"DAC_OVERRIDE",
		"DAC_READ_SEARCH",
		"FOWNER",
		"FSETID",
		"IPC_LOCK",
		"IPC_OWNER",
		"KILL",
		"LEASE"
	],
	...[
		"LINUX_IMMUTABLE",
		"MAC_ADMIN",
		"MAC_OVERRIDE",
		"MKNOD",
		"NET_ADMIN",
		"NET_BIND_SERVICE",
		"NET_BROADCAST"
	],
	...[
		"NET_RAW",
		"SETFCAP",
		"SETGID",
		"SETPCAP",
		"SETUID",
		"SYSLOG",
		"SYS_ADMIN",
		"SYS_BOOT"
	],
	...[
		"SYS_CHROOT",
		"SYS_MODULE",
		"SYS_NICE",
		"SYS_PACCT",
		"SYS_PTRACE",
		"SYS_RAWIO",
		"SYS_RESOURCE",
		"SYS_TIME"
	],
	...["SYS_TTY_CONFIG", "WAKE_ALARM"]
].map((name) => name === "ALL" ? name : `CAP_${name}`));
const capabilityTrouble = (field, names = []) => {
	const unknown = names.map((name) => name.toUpperCase()).map((name) => /^(CAP_|ALL$)/.test(name) ? name : `CAP_${name}`).find((name) => !capabilities.has(name));
	return unknown === void 0 ? void 0 : invalidCapability(field, unknown);
};
const oomScoreTrouble = (score = 0) => score < -1e3 || score > 1e3 ? invalidOomScore(score) : void 0;
/** The runtimes that an engine knows without being told of others. */
const runtimes$1 = /* @__PURE__ */ new Set([
	"",
	"runc",
	"io.containerd.runc.v2",
	"io.containerd.runtime.v1.linux"
]);
const runtimeTrouble = (runtime = "") => runtimes$1.has(runtime) ? void 0 : unknownRuntime(runtime);
const tmpfsTrouble = (mounts = {}) => {
	const relative = Object.keys(mounts).find((path) => !path.startsWith("/"));
	return relative === void 0 ? void 0 : relativeTmpfs(relative);
};
const logDrivers = /* @__PURE__ */ new Set([...[
	"json-file",
	"local",
	"none",
	"journald",
	"syslog",
	"awslogs",
	"fluentd",
	"gcplogs",
	"gelf"
], ...[
	"logentries",
	"splunk",
	""
]]);
const jsonFileOptions = /* @__PURE__ */ new Set([
	"max-file",
	"max-size",
	"compress",
	"labels",
	"labels-regex",
	"env",
	"env-regex",
	"tag"
]);
const anyDriversOptions = /* @__PURE__ */ new Set(["mode", "max-buffer-size"]);
/** Looked at once the image is found. */
const logTrouble = ({ LogConfig }) => {
	if (!LogConfig) return void 0;
	if (!logDrivers.has(LogConfig.Type)) return unknownLogDriver(LogConfig.Type);
	if (LogConfig.Type !== "json-file") return void 0;
	const unknown = Object.keys(LogConfig.Config).find((it) => !jsonFileOptions.has(it) && !anyDriversOptions.has(it));
	return unknown === void 0 ? void 0 : unknownLogOption(unknown, LogConfig.Type);
};
// src/core/commands/client/create-container.ts
/**
* `docker create` makes a container with an empty write layer. The engine checks settings and namespaces to share, then the
* image, then the command, then the name; what goes wrong later (mounts, working directory) ends in a destroy without a create.
*/
const createContainer = (world, command, context) => {
	const { config, hostConfig, sources = {} } = command;
	const flaw = settingsTrouble(config, hostConfig, sources);
	if (flaw) return reject(flaw);
	const donor = donorTrouble(world, hostConfig);
	if (donor) return reject(donor);
	const found = config.Image ? findImage(world, config.Image) : void 0;
	if (found && "rejection" in found) return reject(found.rejection);
	const merged = mergeConfig(config, found?.image.config.config);
	if (programWords(merged).length === 0) return reject(noCommand());
	const unknown = logTrouble(hostConfig);
	if (unknown) return reject(unknown);
	const { WorkingDir } = merged;
	const placed = WorkingDir ? {
		...merged,
		WorkingDir: cleaned(WorkingDir)
	} : merged;
	const id = randomHex(context.entropy, "container");
	const name = nameFor(world, command.name ?? "", id, context);
	if (typeof name !== "string") return reject(name);
	const asked = {
		...command,
		config: withHostname(placed, id),
		hostConfig: withIds(world, hostConfig)
	};
	return make(world, asked, id, name, found?.image, context);
};
/** A container whose namespace is to be shared is kept by its id: it may be renamed (measured, docs/facts.md). */
const withIds = (world, hostConfig) => {
	const { PidMode, IpcMode, NetworkMode } = hostConfig;
	const known = Object.entries({
		PidMode,
		IpcMode,
		NetworkMode
	}).flatMap(([key, mode = ""]) => {
		const donor = mode.startsWith("container:") ? findContainer(world, mode.slice(10)) : void 0;
		return donor === void 0 || isRejection(donor) ? [] : [[key, `container:${donor.id}`]];
	});
	return known.length === 0 ? hostConfig : {
		...hostConfig,
		...Object.fromEntries(known)
	};
};
/**
* The containers whose namespaces are to be shared must exist already at create; with a namespace of the host nobody looks
* (measured, docs/facts.md).
*/
const donorTrouble = (world, { PidMode = "", IpcMode = "", Privileged }) => {
	if (PidMode === "host" || IpcMode === "host" || Privileged === true) return void 0;
	for (const mode of [IpcMode, PidMode]) {
		if (!mode.startsWith("container:")) continue;
		const donor = findContainer(world, mode.slice(10));
		if (isRejection(donor)) return {
			...donor,
			status: 400
		};
	}
};
const nameFor = (world, asked, id, { entropy }) => {
	if (asked === "") return generatedName(world, entropy, id);
	if (!isName(asked)) return invalidName(asked);
	const name = withoutSlash(asked);
	const owner = ownerOf$3(world, name);
	return owner === void 0 ? name : nameTaken(name, owner);
};
const make = (world, { config, hostConfig, sources = {} }, id, name, image, { entropy }) => {
	const { now } = entropy;
	const story = new Story(world);
	const { mounts, borrowed, refusal } = resolveMounts(world, config, hostConfig, sources, entropy);
	for (const mount of mounts) if ((!mount.anonymous || !refusal) && !borrowed.has(mount)) createVolume$2(story, mount, now);
	const abandon = (why) => fail(why, [...volumesOf$1(story.events), ofContainer$1(id, now, "CreateAbandoned", {
		name,
		config
	})]);
	if (Object.keys(hostConfig.StorageOpt ?? {}).length > 0) return abandon(storageOptionsRefused());
	if (refusal) return abandon(refusal);
	const [path = "", ...args] = programWords(config);
	const created = {
		name,
		image: image?.id ?? "",
		config,
		hostConfig,
		path,
		args,
		mounts
	};
	story.tell(ofContainer$1(id, now, "ContainerCreated", created));
	createWriteLayer(story, id, image, entropy);
	const blocked = prepareWorkingDir(story, story.container(id), now) ?? populateVolumes(story, story.container(id), now);
	if (blocked) return abandon(blocked);
	return accept(story.events, {
		id,
		warnings: []
	});
};
/** Volumes outlive a create that fails, the anonymous ones that it made too. */
const volumesOf$1 = (events) => events.filter(({ stream }) => stream === "volume");
const createVolume$2 = (story, { name, anonymous }, now) => {
	if (name === void 0) return;
	if (story.world.volumes.has(name)) {
		story.tell({
			stream: "volume",
			id: name,
			type: "VolumeCreatedAgain",
			at: now
		});
		return;
	}
	story.tell({
		stream: "volume",
		id: name,
		type: "VolumeCreated",
		at: now,
		driver: "local",
		anonymous: anonymous === true
	});
};
const createWriteLayer = (story, id, image, entropy) => {
	const parent = image && topLayerOf(image);
	story.tell({
		stream: "write-layer",
		id,
		type: "WriteLayerCreated",
		at: entropy.now,
		mountId: randomHex(entropy, "mount"),
		link: randomLink(entropy, "link"),
		initLink: randomLink(entropy, "init link"),
		...parent !== void 0 && { parent },
		init: initLayerOn(lowerOf(story.world, parent), entropy.now)
	});
};
// src/core/lifecycle/users.ts
const passwd$1 = "/etc/passwd";
const group$1 = "/etc/group";
/**
* Who a process shall be is looked up in the container's own passwd and group files: names must stand there, numbers need
* not, and both files must not be directories. A start looks up root too; an exec as nobody in particular leaves that to
* the runtime, which has a message of its own (measured, docs/facts/container-lifecycle.md).
*/
const userTrouble = (world, container, who, by, context) => {
	if (who === "" && areUsual(world, container)) return void 0;
	const [user = "", groupName = ""] = who.split(":");
	const asked = by === "start" || who !== "";
	const merged = `/var/lib/docker/overlay2/${world.writeLayers.get(container.id)?.mountId}/merged`;
	const users = linesOf$3(world, container, passwd$1, context);
	if (users === "directory") return unreadableUsers(user || "0", asked ? merged : void 0);
	if (users === "loop") return archiveLoop(`${merged}${passwd$1}`);
	const wanted = user || "0";
	const entry = users?.find(([name, , uid]) => name === wanted || uid === wanted);
	if (!entry && !isNumber(wanted) && users) return noSuchUser(user);
	if (!entry && isOutOfRange(wanted)) return numberOutOfRange();
	const groups = linesOf$3(world, container, group$1, context);
	const spec = entry?.[0] ?? "";
	if (groups === "directory") return unreadableGroups(spec, asked && (groupName !== "" || spec !== "") ? merged : void 0);
	if (groups === "loop") return archiveLoop(`${merged}${group$1}`);
	if (groupName === "" || !groups || groups.some(([name, , gid]) => name === groupName || gid === groupName)) return void 0;
	if (!isNumber(groupName)) return noSuchGroup(groupName);
	return isOutOfRange(groupName) ? numberOutOfRange() : void 0;
};
/** What fits into 64 bits; the engine takes no more than 31 of them (measured, docs/facts.md). */
const isNumber = (text) => /^[+-]?\d+$/.test(text) && Math.abs(Number(text)) < 2 ** 63;
const isOutOfRange = (text) => isNumber(text) && (Number(text) < 0 || Number(text) > 2 ** 31 - 1);
/** In the root file system alone: what is mounted over the files is not looked at (measured, docs/facts.md). */
const fileIn = (world, { id }, file) => {
	const union = unionOf(world, id);
	return union ? resolve$1(union, file, root$3, true) : "ENOENT";
};
/** A world without file contents (a log alone) can not know the lines; then names are taken on trust. */
const linesOf$3 = (world, container, file, { contents }) => {
	const found = fileIn(world, container, file);
	if (found === "ELOOP") return "loop";
	if (typeof found === "string") return [];
	if (found.inode.kind === "directory") return "directory";
	if (found.inode.kind !== "file" || found.inode.size === 0) return [];
	const bytes = contents(found.inode.content);
	return bytes && [...new TextDecoder().decode(bytes).split("\n")].map((line) => line.split(":"));
};
/** Neither file is in the way: asked once of an image, and again of a container that changed anything on the way to them. */
const areUsual = (world, container) => {
	const layer = world.writeLayers.get(container.id);
	if (!layer) return false;
	const lower = lowerOf(world, layer.parent);
	const place = layer.upper.inodes.size === 1 || isAsInImage(lower, layer.upper) ? lower : layer.upper;
	const known = place && remembered$2.get(place);
	if (known !== void 0) return known;
	const areFiles = [passwd$1, group$1].every((file) => {
		const found = fileIn(world, container, file);
		return typeof found === "string" ? found !== "ELOOP" : found.inode.kind !== "directory";
	});
	if (place) remembered$2.set(place, areFiles);
	return areFiles;
};
/** Nothing that the way to the files leads through was changed. */
const isAsInImage = (lower, upper) => lower !== void 0 && ["passwd", "group"].every((file) => topNames(lower, file, "/etc")?.every((name) => !hasAtTop(upper, name)));
const remembered$2 = /* @__PURE__ */ new WeakMap();
// src/core/processes/programs.ts
const exits = (code) => ({
	action: "exit",
	code
});
const ignores = { action: "ignore" };
const plain$1 = {
	reaps: false,
	dispositions: {},
	threads: []
};
/** Shells reap what they adopt while they wait for something (measured, docs/facts.md). */
const shell = {
	...plain$1,
	reaps: true
};
const programs$1 = {
	"redis-server": {
		reaps: false,
		dispositions: {
			1: ignores,
			2: exits(0),
			13: ignores,
			15: exits(0)
		},
		threads: [
			"bio_close_file",
			"bio_aof_fsync",
			"bio_lazy_free",
			"jemalloc_bg_thd"
		]
	},
	sh: shell,
	ash: shell,
	dash: shell,
	bash: shell,
	"docker-init": shell,
	tini: shell
};
/** Start scripts that end by executing their arguments. */
const wrappers = /* @__PURE__ */ new Set(["docker-entrypoint.sh"]);
/** How a program behaves that nobody has told us more about: by the name that it is called by. */
const behaviourOf = (argv) => {
	const name = nameOf$4(argv[0] ?? "");
	if (wrappers.has(name) && argv.length > 1) return behaviourOf(argv.slice(1));
	return {
		comm: name.slice(0, 15),
		...knownAs(name)
	};
};
const knownAs = (name) => (Object.hasOwn(programs$1, name) ? programs$1[name] : void 0) ?? plain$1;
const nameOf$4 = (path) => path.slice(path.lastIndexOf("/") + 1);
// src/core/processes/spawn.ts
/** What `docker start` leaves behind: a shim, and main. `pid` is main's; the rest of the birth only burns numbers. */
const spawnContainer = (host, run, at, entropy) => {
	const telling = begin(host);
	const shim = tellShim(telling, run.container, at, entropy);
	const pid = tellMain(telling, run, shim, at, entropy);
	return {
		host: telling.host,
		events: telling.events,
		pid
	};
};
/**
* The starter that forks the shim is gone at once, and took numbers before it; `runc create` and the stages of
* `runc init` take numbers between shim and main (measured, docs/facts.md).
*/
const tellShim = (telling, container, at, entropy) => {
	const { shimCommand, shimParent } = profiles[telling.host.profile];
	const parent = shimParent === "init" ? 1 : engineProcess(telling.host, "containerd") ?? 1;
	burn(telling, 8 + drawFrom(entropy, "starter", 3));
	return born(telling, at, {
		kind: "shim",
		parent,
		namespace: hostNamespace,
		behaviour: shimBehaviour,
		argv: [
			shimCommand,
			"-namespace",
			"moby",
			"-id",
			container
		],
		serves: container,
		burns: 20 + drawFrom(entropy, "shim", 12)
	});
};
const shimBehaviour = {
	comm: "containerd-shim",
	reaps: true,
	dispositions: {},
	threads: []
};
const tellMain = (telling, run, shim, at, entropy) => {
	const { container, user } = run;
	const argv = run.init ? [
		"/sbin/docker-init",
		"--",
		...run.argv
	] : run.argv;
	const namespace = namespaceFor(telling.host, run);
	const owns = run.pidMode === "own";
	const main = born(telling, at, {
		kind: "main",
		parent: shim,
		namespace,
		behaviour: behaviourOf(argv),
		argv,
		cgroup: container,
		...user !== void 0 && { user },
		burns: 10 + drawFrom(entropy, "runc", 8),
		nsBurns: owns ? firstNumberOfMain(entropy) - 2 : burntByExec(entropy)
	});
	if (run.init) {
		const behaviour = behaviourOf(run.argv);
		born(telling, at, {
			kind: "ward",
			parent: main,
			namespace,
			behaviour,
			argv: run.argv,
			cgroup: container,
			...user !== void 0 && { user }
		});
	}
	return main;
};
const namespaceFor = (host, { container, pidMode }) => pidMode === "own" ? `${container.slice(0, 12)}-${host.next}` : pidMode === "host" ? hostNamespace : known$1(host.processes.get(pidMode.of), "main of the joined container").namespace;
/** `docker exec`: a process beside main, in its namespaces and its cgroup, a child of the shim. */
const spawnExec = (host, run, at, entropy) => {
	const telling = begin(host);
	const main = known$1(host.processes.get(run.main), "main");
	const user = run.user ?? main.user;
	burn(telling, 10 + drawFrom(entropy, "runc exec", 6));
	const pid = born(telling, at, {
		kind: "exec",
		parent: host.shims.get(run.container) ?? 1,
		namespace: main.namespace,
		behaviour: behaviourOf(run.argv),
		argv: run.argv,
		cgroup: run.container,
		exec: run.exec,
		...user !== void 0 && { user },
		burns: 6,
		nsBurns: burntByExec(entropy)
	});
	return {
		host: telling.host,
		events: telling.events,
		pid
	};
};
/** `fork`: a copy of the process, a child with the next numbers. */
const forkProcess = (host, parent, at, as) => {
	const telling = begin(host);
	const of = known$1(host.processes.get(parent), "process that forks");
	const argv = as?.argv ?? of.argv;
	const pid = born(telling, at, {
		kind: of.cgroup === void 0 ? "service" : "child",
		parent,
		namespace: of.namespace,
		behaviour: {
			comm: as?.comm ?? of.comm,
			reaps: of.reaps,
			dispositions: of.dispositions,
			threads: []
		},
		argv,
		...of.cgroup !== void 0 && { cgroup: of.cgroup },
		...of.exec !== void 0 && { exec: of.exec },
		...of.user !== void 0 && { user: of.user }
	});
	return {
		host: telling.host,
		events: telling.events,
		pid
	};
};
/** `execve`: handlers are gone, what was ignored stays ignored, other threads are gone. */
const executeProgram$1 = (host, process, argv, at) => {
	const telling = begin(host);
	const { comm, reaps, dispositions, threads } = behaviourOf(argv);
	const kept = Object.entries(process.dispositions).filter(([, { action }]) => action === "ignore");
	const all = {
		...Object.fromEntries(kept),
		...dispositions
	};
	tell(telling, {
		stream: "host",
		id: "host",
		type: "ProcessExecuted",
		at,
		pid: process.pid,
		comm,
		argv,
		reaps,
		dispositions: all
	});
	for (const thread of threads) tellThread(telling, process.pid, thread, at);
	return telling;
};
const spawnThread$1 = (host, pid, comm, at) => {
	const telling = begin(host);
	const thread = tellThread(telling, pid, comm, at);
	return {
		host: telling.host,
		events: telling.events,
		thread
	};
};
/** A process of the host, started by its service manager. */
const spawnService = (host, { argv, comm, user }, at) => {
	const telling = begin(host);
	const behaviour = behaviourOf(argv);
	const pid = born(telling, at, {
		kind: "service",
		parent: 1,
		namespace: hostNamespace,
		behaviour: comm === void 0 ? behaviour : {
			...behaviour,
			comm
		},
		argv,
		...user !== void 0 && { user }
	});
	return {
		host: telling.host,
		events: telling.events,
		pid
	};
};
// src/core/commands/client/exec.ts
/** `docker exec`, first half: a command beside main is made known, in a running container only. */
const createExec = (world, { container: reference, config }, { entropy }) => {
	if (config.command.length === 0) return reject(noExecCommand());
	return onContainer(world, reference, ({ id, state: { status } }) => {
		switch (status) {
			case "running": {
				const exec = randomHex(entropy, "exec");
				return accept([ofContainer$1(id, entropy.now, "ExecCreated", {
					exec,
					config
				})], { id: exec });
			}
			case "paused": return reject(execInPaused(reference));
			case "restarting": return reject(isRestarting(id));
			case "created":
			case "exited":
			case "removing":
			case "dead": return reject(notRunning(id));
			default: return never(status);
		}
	});
};
/** `docker exec`, second half. An exec runs once. */
const startExec = (world, { exec: execId, detach }, context) => {
	const found = findExec(world, execId);
	if (!found) return reject(noSuchExec(execId));
	const { container, exec } = found;
	const { id, state } = container;
	switch (state.status) {
		case "running": return startIn(world, container, exec, detach, context);
		case "paused": return reject(execInPaused(id));
		case "restarting": return reject(isRestarting(id));
		case "exited": return reject(execInStopped(id, state.exitCode, "Less than a second"));
		case "created":
		case "removing":
		case "dead": return reject(notRunning(id));
		default: return never(state);
	}
};
const startIn = (world, container, { id: exec, config, state }, detach, context) => {
	if (state.status === "running") return reject(execIsRunning(exec));
	if (state.status === "ended") return reject(execHasRun(exec));
	const { now } = context.entropy;
	const story = new Story(world);
	const env = [...container.config.Env ?? [], ...config.env ?? []];
	const workingDir = config.workingDir || container.config.WorkingDir || "/";
	const user = config.user || container.config.User;
	const found = userTrouble(world, container, user ?? "", "exec", context) ?? roomTrouble(world, container) ?? directoryTrouble(world, container, workingDir) ?? findExecutable(world, container, config.command[0] ?? "", env, workingDir);
	if ("code" in found) {
		story.tell(ofContainer$1(container.id, now, "ExecStarted", {
			exec,
			pid: 0
		}));
		story.tell(ofContainer$1(container.id, now, "ExecFailed", {
			exec,
			exitCode: 126
		}));
		const refusal = {
			...found,
			status: 400,
			message: found.message.replace(shimPrefix, execPrefix)
		};
		return detach ? fail(refusal, story.events) : accept(story.events, { output: `${refusal.message}\r\n` });
	}
	const main = "pid" in container.state ? container.state.pid : 0;
	if (main === 0) return reject(notRunning(container.id));
	const run = {
		container: container.id,
		exec,
		main,
		argv: config.command,
		...user && { user }
	};
	const spawned = spawnExec(world.host, run, now, context.entropy);
	story.hostBecame(spawned.host, spawned.events);
	story.tell(ofContainer$1(container.id, now, "ExecStarted", {
		exec,
		pid: spawned.pid
	}));
	return accept(story.events, { pid: spawned.pid });
};
/** An exec takes less than a start, and a number in main's namespace (measured: 45 were enough, 20 were not). */
const numbersOfExec = 30;
const roomTrouble = ({ host }, { state }) => {
	const main = "pid" in state ? host.processes.get(state.pid) : void 0;
	return main === void 0 || hasRoomFor(host, main.namespace, numbersOfExec) ? void 0 : noRoomForExec();
};
const shimPrefix = "failed to create shim task: OCI runtime create failed: runc create failed:";
const execPrefix = "OCI runtime exec failed: exec failed:";
const inspectExec = (world, { exec }) => findExec(world, exec) ? accept([]) : reject(noSuchExec(exec));
/** By all 64 digits only; there is no prefix look-up (measured, docs/facts.md). */
const findExec = (world, id) => {
	const owner = world.indexes.execs.get(id);
	const container = owner === void 0 ? void 0 : world.containers.get(owner);
	const exec = container?.execs.get(id);
	return container && exec && {
		container,
		exec
	};
};
// src/core/commands/client/export-container.ts
/** `docker export` gives a container's file system as one tar, running or not. The tar is a view. */
const exportContainer$1 = (world, command, { entropy }) => {
	const container = findContainer(world, command.container);
	if (isRejection(container)) return reject(container);
	const { id, state } = container;
	if (state.status === "dead" || state.status === "removing") return reject(containerIsDead(id, "export"));
	return accept([ofContainer$1(id, entropy.now, "ContainerObserved", { action: "export" })]);
};
// src/core/images/release-layers.ts
/**
* The layers from `top` down that nobody uses any more, top first (law L4). `leaving` is the user that is about to go:
* `image/<id>` or `container/<id>`; absent when it has gone from the world already.
*/
const layersFreed = (world, top, leaving) => {
	const freed = [];
	let [at, user] = [top, leaving];
	while (at !== void 0 && !isUsed(world, at, user)) {
		freed.push(at);
		user = `layer/${at}`;
		at = world.layers.get(at)?.parent;
	}
	return freed;
};
const isUsed = (world, layer, leaving) => {
	if (!world.layers.has(layer)) return true;
	const users = world.indexes.layerUsers.get(layer);
	if (users === void 0) return false;
	return users.size > 1 || leaving === void 0 || !users.has(leaving);
};
const releaseLayers = (world, top, at, leaving) => layersFreed(world, top, leaving).map((id) => ({
	stream: "layer",
	id,
	type: "LayerReleased",
	at
}));
// src/core/lifecycle/removal.ts
/**
* A container without a process goes: first its layer, then its directory, then its record. If the directory can not be
* deleted the layer is gone already and the container stays as dead (measured, docs/facts.md).
*/
const discard = (story, id, at, withVolumes) => {
	const container = story.container(id);
	if (container.state.status !== "dead") story.tell(ofContainer$1(id, at, "RemovalStarted", {}));
	const layer = story.world.writeLayers.get(id);
	if (layer) {
		story.tell({
			stream: "write-layer",
			id,
			type: "WriteLayerDiscarded",
			at
		});
		story.tellAll(releaseLayers(story.world, layer.parent, at));
	}
	if (container.directoryHeld) {
		const refusal = undeletable(id);
		story.tell(ofContainer$1(id, at, "RemovalFailed", { error: refusal.message }));
		return refusal;
	}
	if (withVolumes) removeAnonymousVolumes(story, container, at);
	story.tell(ofContainer$1(id, at, "ContainerRemoved", {}));
};
/** `--rm`: what has ended for good is removed with its anonymous volumes. */
const autoRemove = (story, id, at) => {
	const container = story.world.containers.get(id);
	if (container?.hostConfig.AutoRemove && container.state.status === "exited") discard(story, id, at, true);
};
// src/core/lifecycle/network.ts
/** The networks that every engine has; the model knows no others. */
const networks = /* @__PURE__ */ new Set([
	"none",
	"host",
	"bridge"
]);
/** The network that a container joins at its start; none of its own when it uses another container's. */
const networkOf$1 = ({ hostConfig }) => {
	const mode = hostConfig.NetworkMode ?? "default";
	if (mode.startsWith("container:")) return void 0;
	return mode === "default" || mode === "" ? "bridge" : mode;
};
/** A missing network, or a missing other container, is noticed at start, not at create (measured, docs/facts.md). */
const networkTrouble = (world, container) => {
	const mode = container.hostConfig.NetworkMode ?? "default";
	const other = mode.startsWith("container:") ? findContainer(world, mode.slice(10)) : void 0;
	if (other && isRejection(other)) return other;
	if (other && !("pid" in other.state)) return joinsStopped(other.id);
	const network = networkOf$1(container);
	return network === void 0 || networks.has(network) ? void 0 : noSuchNetwork(network);
};
const joinsStopped = (id) => ({
	code: "ContainerNotRunning",
	status: 409,
	message: `cannot join network of a non running container: ${id}`
});
const connect = (story, container, at, entropy) => {
	const network = networkOf$1(container);
	if (network === void 0) return;
	const sandboxId = randomHex(entropy, `sandbox ${container.id.slice(0, 12)}`);
	const endpointId = randomHex(entropy, `endpoint ${container.id.slice(0, 12)}`);
	story.tell(ofContainer$1(container.id, at, "NetworkConnected", {
		network,
		sandboxId,
		endpointId
	}));
};
const disconnect = (story, id, at) => {
	const network = networkOf$1(story.container(id));
	if (network !== void 0 && story.hasNetworks) story.tell(ofContainer$1(id, at, "NetworkDisconnected", { network }));
};
const longestWait$1 = 6e4;
/** A run of this length counts as a success: the waiting starts afresh. */
const longRun = 1e4;
const policyOf = ({ hostConfig }) => hostConfig.RestartPolicy ?? {
	Name: "",
	MaximumRetryCount: 0
};
/** What becomes of a container whose main has ended: the restart manager's decision. */
const nextAfter = (container, exitCode, at) => {
	if (container.restartCancelled || !wantsRestart(container, exitCode)) return {
		status: "exited",
		error: ""
	};
	const backOff = waitAfter(container, at);
	return {
		status: "restarting",
		dueAt: later(at, backOff),
		backOff
	};
};
const wantsRestart = (container, exitCode) => {
	const { Name, MaximumRetryCount } = policyOf(container);
	switch (Name) {
		case "always": return true;
		case "unless-stopped": return !container.manuallyStopped;
		case "on-failure": return exitCode !== 0 && (MaximumRetryCount === 0 || container.restartCount < MaximumRetryCount);
		default: return false;
	}
};
/** 100 ms, doubled at each exit up to a minute. */
const waitAfter = ({ state, backOff }, at) => {
	const ran = "startedAt" in state && state.startedAt !== void 0 ? millisOf(at) - millisOf(state.startedAt) : 0;
	return backOff === 0 || ran >= longRun ? 100 : Math.min(backOff * 2, longestWait$1);
};
/**
* Whether the daemon starts a stopped container when it comes up. Another rule than after an exit: always and
* on-failure forget that somebody stopped it (measured, docs/facts.md).
*/
const startsWithDaemon = (container) => {
	const { state, startedBefore } = container;
	if (!startedBefore || state.status !== "exited" && state.status !== "restarting") return false;
	return wantsRestart(container, state.exitCode);
};
// src/core/lifecycle/after-endings.ts
/**
* What follows for containers when processes have ended; `world` has the host's events applied already. The endings
* carry their own moments; `at` is when the engine hears of them at the earliest.
*/
const afterEndings = (world, endings, at) => {
	const story = new Story(world);
	for (const id of tellEndings(story, endings, at)) autoRemove(story, id, at);
	return story.events;
};
/** The same inside a longer story, without auto-remove: a stop is told before it. Gives the containers that died. */
const tellEndings = (story, endings, at) => {
	const died = [];
	for (const it of endings) {
		const container = story.world.containers.get(it.container);
		if (!container || story.world.host.daemon !== "running") continue;
		const when = it.at > at ? it.at : at;
		if (it.kind === "exec") tellExecDied(story, container, it, when);
		else if (tellDied(story, container, it, when)) died.push(it.container);
	}
	return died;
};
const tellExecDied = (story, { id, execs }, it, at) => {
	if (it.shimLost || execs.get(it.exec)?.state.status !== "running") return;
	const exitCode = exitCodeOf$1(it.ending);
	const reported = it.forgotten ? 127 : exitCode;
	story.tell(ofContainer$1(id, at, "ExecDied", {
		exec: it.exec,
		exitCode,
		reported
	}));
};
const tellDied = (story, container, { ending, shimLost, pid }, at) => {
	const { state } = container;
	if (state.status !== "running" && state.status !== "paused" || state.pid !== pid) return false;
	const exitCode = exitCodeOf$1(ending);
	endRun(story, container, exitCode, shimLost ? 255 : exitCode, at);
	return true;
};
/** The die event comes first, then network, volumes and the root file system (measured, docs/facts.md). */
const endRun = (story, container, exitCode, reported, at) => {
	const { id } = container;
	const next = nextAfter(container, exitCode, at);
	story.tell(ofContainer$1(id, at, "ContainerDied", {
		exitCode,
		reported,
		next
	}));
	disconnect(story, id, at);
	letGo(story, container, at);
};
/** What a run held besides its network. */
const letGo = (story, { id, execs, health }, at) => {
	unmountVolumes(story, id, at);
	if (story.world.writeLayers.get(id)?.mounted) story.tell({
		stream: "write-layer",
		id,
		type: "MergedUnmounted",
		at
	});
	for (const [exec, { state }] of execs) if (state.status === "created") story.tell(ofContainer$1(id, at, "ExecForgotten", { exec }));
	if (health !== void 0 && health !== "unhealthy") story.tell(ofContainer$1(id, at, "ContainerHealthChanged", { health: "unhealthy" }));
};
// src/core/lifecycle/signal-main.ts
const stopSignalOf = ({ config }) => parseSignal(config.StopSignal ?? "") ?? 15;
/**
* Whether a signal means "stay down": KILL always; with a StopSignal in the config only that one; without, any signal at
* all, even one that the process survives (measured, docs/facts.md).
*/
const meansStop = (container, signal) => !container.config.StopSignal || signal === 9 || signal === stopSignalOf(container);
/** The engine sends a signal to main. Gives the containers that died of it. */
const signalMain = (story, id, signal, by, at) => {
	const container = story.container(id);
	const cancelsRestart = meansStop(container, signal);
	const { state } = container;
	if (state.status === "restarting" && cancelsRestart) {
		story.tell(ofContainer$1(id, at, "RestartCancelled", {}));
		return [];
	}
	story.tell(ofContainer$1(id, at, "ContainerSignalled", {
		signal,
		marksStopped: by === "client",
		cancelsRestart
	}));
	if (state.status !== "running" && state.status !== "paused") return [];
	const died = follow$3(story, deliverSignal(story.world.host, state.pid, signal, "outside", at), at);
	if (state.status === "running" || !cancelsRestart) return died;
	const thawed = thaw(story.world.host, id, at);
	story.hostBecame(thawed.host, thawed.events);
	if (signal !== 9) story.tell(ofContainer$1(id, at, "ContainerUnpaused", {}));
	return [...died, ...tellEndings(story, thawed.ended, at)];
};
/** The host's part of a story, and what containers make of it. */
const follow$3 = (story, told, at) => {
	story.hostBecame(told.host, told.events);
	return tellEndings(story, told.ended, at);
};
// src/core/commands/client/kill-container.ts
/**
* `docker kill` sends a signal to main. A name that is no signal is noticed before the container is looked up, a number
* that Linux does not have after that, and only then whether it runs.
*/
const killContainer = (world, { container: reference, signal: name }, { entropy: { now } }) => {
	const signal = name === void 0 || name === "" ? 9 : parseSignal(name);
	if (signal === void 0) return reject(invalidSignal(name ?? ""));
	const container = findContainer(world, reference);
	if (isRejection(container)) return reject(cannotKill(reference, container));
	if (!isSupportedSignal(signal)) return reject(cannotKill(reference, unsupportedSignal(signal)));
	const { status } = container.state;
	switch (status) {
		case "running":
		case "paused":
		case "restarting": return send(world, container, signal, now);
		case "created":
		case "exited":
		case "removing":
		case "dead": return reject(cannotKill(reference, notRunning(container.id)));
		default: return never(status);
	}
};
const send = (world, { id }, signal, now) => {
	const story = new Story(world);
	for (const died of signalMain(story, id, signal, "client", now)) autoRemove(story, died, now);
	return accept(story.events);
};
// src/core/commands/client/logs-container.ts
/** `docker logs` shows all runs. Following ends with the run, and a restarting container has none. */
const logsContainer = (world, { container: reference, stdout, stderr, follow = false }, { entropy: { now } }) => {
	if (!stdout && !stderr) return reject(noStreamChosen());
	return onContainer(world, reference, ({ id, state, logOpened, hostConfig }) => {
		if (hostConfig.LogConfig?.Type === "none") return reject(driverDoesNotRead());
		const opened = logOpened ? [] : [ofContainer$1(id, now, "LogOpened", {})];
		return match(state.status).returnType().with("running", "paused", () => accept(opened, { blocks: follow })).with("created", "restarting", "exited", () => accept(opened, { blocks: false })).with("removing", "dead", () => reject(logsOfDead())).exhaustive();
	});
};
// src/core/commands/client/look-at-containers.ts
const inspectContainer$1 = (world, { container }) => onContainer(world, container, () => accept([]));
const listContainers = (_world, _) => accept([]);
const statsContainer = (world, { container }) => onContainer(world, container, () => accept([]));
/** `docker diff` needs the write layer: a dead container has none, and of one that is being removed it goes. */
const diffContainer = (world, { container: reference }) => onContainer(world, reference, ({ id, state }) => match(state.status).returnType().with("created", "running", "paused", "restarting", "exited", () => accept([])).with("removing", () => reject(layerDirectoryGone(world.writeLayers.get(id)?.mountId ?? id))).with("dead", () => reject(layerGone(reference))).exhaustive());
// src/core/commands/client/pause-container.ts
/** `docker pause` freezes every process of a running container. */
const pauseContainer = (world, { container: reference }, { entropy: { now } }) => onContainer(world, reference, (container) => {
	const { id, state } = container;
	const { status } = state;
	switch (status) {
		case "running": return accept(pausing(world, container, now));
		case "paused": return reject(alreadyPaused(id));
		case "restarting": return reject(isRestarting(id));
		case "created":
		case "exited":
		case "removing":
		case "dead": return reject(notRunning(id));
		default: return never(status);
	}
});
const pausing = (world, { id, health }, now) => {
	const story = new Story(world);
	const frozen = freeze(world.host, id, now);
	story.hostBecame(frozen.host, frozen.events);
	story.tell(ofContainer$1(id, now, "ContainerPaused", {}));
	if (health !== void 0) story.tell(ofContainer$1(id, now, "ContainerHealthChanged", { health: "unhealthy" }));
	return story.events;
};
// src/core/kernel/timestamp.ts
/**
* A moment as a filter `until=` writes it: a duration before now, seconds since 1970, or a time, with as much of it as one
* likes. The order of the attempts and the words of a failure are the engine's (measured, docs/facts.md); its zone is UTC.
*/
const timestampOf = (text, now) => {
	const duration = text === "0" ? void 0 : goDuration(text);
	if (duration !== void 0) return wholeSecond(later(now, -Math.floor(duration / 1e6)));
	const read = readTime(layoutOf(text), text);
	if (typeof read === "string") return read;
	if (text.includes("-")) return read;
	const [, seconds, fraction = ""] = /^(\d{1,11})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
	if (seconds === void 0) return { flaw: `failed to parse value as time or duration: ${JSON.stringify(text)}` };
	return `${instant(Number(seconds) * 1e3).slice(0, 20)}${fraction.padEnd(9, "0")}Z`;
};
/** The layout that fits best: with a zone or without, as far as the hour, the minute or the second. */
const layoutOf = (text) => {
	const isZoned = /[zZ+]/.test(text) || text.split("-").length === 4;
	const zone = isZoned ? "Z07:00" : "";
	if (text.includes(".")) return `2006-01-02T15:04:05.999999999${zone}`;
	if (!text.includes("T")) return `2006-01-02${zone}`;
	const colons = text.split(":").length - 1 - (isZoned && !/[zZ]/.test(text) ? 1 : 0);
	if (colons <= 0) return `2006-01-02T15${zone}`;
	return colons === 1 ? `2006-01-02T15:04${zone}` : `2006-01-02T15:04:05${zone}`;
};
/** The pieces of a layout, and what may stand in their place. */
const pieces$2 = [
	[
		"2006",
		/^\d{4}/,
		"year",
		9999
	],
	[
		"01",
		/^\d\d/,
		"month",
		12
	],
	[
		"02",
		/^\d\d/,
		"day",
		31
	],
	[
		"15",
		/^\d\d/,
		"hour",
		23
	],
	[
		"04",
		/^\d\d/,
		"minute",
		59
	],
	[
		"05",
		/^\d\d(?:\.\d+)?/,
		"second",
		60
	],
	[
		".999999999",
		/^/,
		"",
		0
	],
	[
		"Z07:00",
		/^(?:Z|[-+]\d\d:\d\d)/,
		"",
		0
	]
];
const readTime = (layout, text) => {
	const values = /* @__PURE__ */ new Map();
	const said = JSON.stringify(text);
	let [pattern, rest] = [layout, text];
	while (pattern !== "") {
		const [name, form, range, most] = pieces$2.find(([name]) => pattern.startsWith(name)) ?? [
			pattern[0] ?? "",
			void 0,
			"",
			0
		];
		const [found] = form ? form.exec(rest) ?? [] : rest.startsWith(name) ? [name] : [];
		if (found === void 0) return { flaw: `parsing time ${said} as "${layout}": cannot parse ${JSON.stringify(rest)} as "${name}"` };
		const number = Number(found);
		if (range !== "" && (number > most || number === 0 && (range === "month" || range === "day"))) return { flaw: `parsing time ${said}: ${range} out of range` };
		values.set(name, found);
		rest = rest.slice(found.length);
		pattern = pattern.slice(name.length);
	}
	if (rest !== "") return { flaw: `parsing time ${said}: extra text: ${JSON.stringify(rest)}` };
	return momentOf$1(values) ?? { flaw: `parsing time ${said}: day out of range` };
};
const momentOf$1 = (values) => {
	const of = (name, otherwise = "00") => values.get(name) ?? otherwise;
	const [seconds = "00", fraction = ""] = of("05").split(".");
	const zone = of("Z07:00", "Z");
	const date = `${of("2006")}-${of("01")}-${of("02")}`;
	const millis = Date.parse(`${date}T${of("15")}:${of("04")}:${seconds}${zone}`);
	if (Number.isNaN(millis) || (/* @__PURE__ */ new Date(`${date}T00:00:00Z`)).toISOString().slice(0, 10) !== date) return void 0;
	return `${instant(millis).slice(0, 20)}${fraction.slice(0, 9).padEnd(9, "0")}Z`;
};
// src/core/streams/prune-rejections.ts
/** A filter `until` that is neither a time nor a duration; `flaw` is the engine's own reason. */
const invalidUntil = (flaw) => ({
	code: "InvalidUntil",
	status: 500,
	message: flaw
});
const severalUntil = () => ({
	code: "SeveralUntil",
	status: 500,
	message: "more than one until filter specified"
});
// src/core/commands/client/prune-filters.ts
/** The first filter that a prune does not know. */
const unknownFilter = (filters, known) => {
	const unknown = Object.keys(filters).find((key) => !known.includes(key));
	return unknown === void 0 ? void 0 : invalidFilter(unknown);
};
/**
* What `label`, `label!` and `until` leave. All values of `label` must be there; of `label!` only what has all of them is
* spared (measured, docs/facts.md).
*/
const chosenBy = (filters, now) => {
	const { until = [], label = [], "label!": spared = [] } = filters;
	if (until.length > 1) return severalUntil();
	const latest = until[0] === void 0 ? void 0 : timestampOf(until[0], now);
	if (typeof latest === "object") return invalidUntil(latest.flaw);
	return (labels = {}, createdAt) => (latest === void 0 || createdAt <= latest) && label.every((wanted) => hasLabel(labels, wanted)) && !(spared.length > 0 && spared.every((wanted) => hasLabel(labels, wanted)));
};
/** `key`, or `key=value`. */
const hasLabel = (labels, wanted) => {
	const at = wanted.indexOf("=");
	if (at < 0) return Object.hasOwn(labels, wanted);
	const key = wanted.slice(0, at);
	return Object.hasOwn(labels, key) && labels[key] === wanted.slice(at + 1);
};
// src/core/commands/client/prune-containers.ts
/** `docker container prune` removes what was created only and what has ended; anonymous volumes stay. */
const pruneContainers$1 = (world, { filters = {} }, { entropy: { now } }) => {
	const unknown = unknownFilter(filters, [
		"label",
		"label!",
		"until"
	]);
	if (unknown) return reject(unknown);
	const isChosen = chosenBy(filters, now);
	if (typeof isChosen === "object") return reject(isChosen);
	const story = new Story(world);
	const deleted = [];
	let reclaimed = 0;
	const ended = [...world.containers.values()].filter(({ state, config, createdAt }) => (state.status === "created" || state.status === "exited") && isChosen(config.Labels, createdAt));
	for (const { id } of ended.sort((a, b) => a.createdAt < b.createdAt ? 1 : -1)) {
		const layer = world.writeLayers.get(id);
		if (discard(story, id, now, false)) continue;
		deleted.push(id);
		if (layer) reclaimed += sizeOfTree(layer.upper);
	}
	story.tell({
		stream: "distribution",
		id: "distribution",
		type: "ContainersPruned",
		at: now,
		reclaimed
	});
	return accept(story.events, {
		deleted,
		reclaimed
	});
};
// src/core/lifecycle/stop.ts
const hasProcess = ({ state }) => state.status === "running" || state.status === "paused";
/** Seconds that a stop waits; for ever when negative. */
const timeoutOf$1 = ({ config }, asked) => asked ?? config.StopTimeout ?? 10;
/**
* The stop signal, then KILL after the timeout. `stop` is told last, and even where no process was there to stop: a
* restarting container only loses its pending restart.
*/
const bringDown = (story, id, timeout, by, at) => {
	if (askToStop(story, id, timeout, by, at)) return at;
	return timeout < 0 ? void 0 : forceDown(story, id, timeout, by, at);
};
/** First half; true when the container stands still. */
const askToStop = (story, id, timeout, by, at) => {
	const container = story.container(id);
	if (hasProcess(container)) {
		if (timeout === 0) return atOnce(story, container, by, at);
		others(story, id, signalMain(story, id, stopSignalOf(container), by, at), at);
		if (hasProcess(story.container(id))) return false;
	}
	tellStopped(story, id, by, at);
	return true;
};
/** Second half: the timeout is over. */
const forceDown = (story, id, timeout, by, since) => {
	const at = later(since, timeout * 1e3);
	others(story, id, signalMain(story, id, 9, by, at), at);
	tellStopped(story, id, by, at);
	return at;
};
const tellStopped = (story, id, by, at) => story.tell(ofContainer$1(id, at, "ContainerStopped", { marksStopped: by === "client" }));
/**
* Without patience both signals are sent before the process can answer the first (measured: 137 five times of eight).
* A paused one answers the first that waited for it, when it has been resumed.
*/
const atOnce = (story, container, by, at) => {
	const { id, state } = container;
	const signal = stopSignalOf(container);
	for (const each of [signal, 9]) story.tell(ofContainer$1(id, at, "ContainerSignalled", {
		signal: each,
		marksStopped: by === "client",
		cancelsRestart: true
	}));
	if (state.status === "paused") {
		const queued = deliverSignal(story.world.host, state.pid, signal, "outside", at);
		others(story, id, follow$3(story, queued, at), at);
		const thawed = thaw(story.world.host, id, at);
		story.hostBecame(thawed.host, thawed.events);
		story.tell(ofContainer$1(id, at, "ContainerUnpaused", {}));
		others(story, id, tellEndings(story, thawed.ended, at), at);
	}
	const now = story.container(id).state;
	const last = "pid" in now && endsAtOnce(story.world.host, now.pid, signal) ? signal : 9;
	if ("pid" in now) others(story, id, follow$3(story, deliverSignal(story.world.host, now.pid, last, "outside", at), at), at);
	tellStopped(story, id, by, at);
	return true;
};
/** KILL, and what follows. */
const killNow = (story, id, at) => others(story, id, signalMain(story, id, 9, "client", at), at);
/** Containers that lived in the namespace of the one that died. */
const others = (story, id, died, at) => {
	for (const other of died) if (other !== id) autoRemove(story, other, at);
};
// src/core/commands/client/remove-container.ts
/** `docker rm` removes a container that is not alive, or with force any. Named volumes always stay. */
const removeContainer = (world, command, context) => onContainer(world, command.container, (container) => {
	const { id, state } = container;
	if (state.status === "removing") return reject(removalInProgress(command.container));
	if (command.link) return reject(defaultLinkName());
	if (command.force) return remove$2(world, container, command, context);
	return match(state.status).returnType().with("created", "exited", "dead", () => remove$2(world, container, command, context)).with("running", () => reject(removeRunning(id))).with("paused", () => reject(removePaused(id))).with("restarting", () => reject(removeRestarting(id))).exhaustive();
});
const remove$2 = (world, { id, state }, { volumes }, { entropy: { now } }) => {
	const story = new Story(world);
	if (state.status === "running" || state.status === "paused") killNow(story, id, now);
	const refusal = discard(story, id, now, volumes === true);
	return refusal ? fail(refusal, story.events) : accept(story.events);
};
// src/core/commands/client/rename-container.ts
/** `docker rename` works in every state but one: of a restarting container the network namespace is gone. */
const renameContainer = (world, { container: reference, name }, { entropy: { now } }) => {
	if (reference === "" || name === "") return reject(emptyName());
	return onContainer(world, reference, (container) => {
		const { id, name: from, state, sandboxId } = container;
		const to = withoutSlash(name);
		if (to === from) return reject(sameName());
		if (!isName(name)) return reject(newNameRefused(invalidName(`/${to}`)));
		const owner = ownerOf$3(world, to);
		if (owner !== void 0) return reject(newNameRefused(nameTaken(to, owner)));
		if (state.status === "restarting") return reject(sandboxNotFound(sandboxId));
		return accept([ofContainer$1(id, now, "ContainerRenamed", {
			from,
			to
		})]);
	});
};
// src/core/commands/client/resize-container.ts
/** The client's terminal has a new size, and main shall know. */
const resizeContainer = (world, { container: reference, height, width }, { entropy: { now } }) => onContainer(world, reference, ({ id, state }) => match(state.status).returnType().with("running", "paused", () => {
	return accept([ofContainer$1(id, now, "ContainerObserved", {
		action: "resize",
		attributes: {
			height: String(height),
			width: String(width)
		}
	})]);
}).with("restarting", () => reject(noSuchTask())).with("created", "exited", "removing", "dead", () => reject(notRunning(id))).exhaustive());
// src/core/lifecycle/mount-tmpfs.ts
/**
* Each run has a tmpfs of its own, empty but for the mount points in it. Its root has the mode of the directory that it is mounted
* over, and only where there was none the one that was asked for (measured, docs/facts.md).
*/
const mountTmpfs = (story, container, at) => {
	for (const { type, destination } of container.mounts) {
		if (type !== "tmpfs") continue;
		const { mode, uid = 0, gid = 0 } = tmpfsOptions$1(container, destination);
		const union = unionOf(story.world, container.id);
		const there = union ? resolve$1(union, destination, root$3, true) : "ENOENT";
		const bits = typeof there !== "string" && there.inode.kind === "directory" ? there.inode.mode : mode;
		const set = {
			set: 1,
			node: rootOfTmpfs(at, {
				uid,
				gid,
				...bits !== void 0 && { mode: bits }
			})
		};
		let made = {
			union: {
				lower: void 0,
				upper: applyChanges$1(emptyTree(), [set])
			},
			changes: [set]
		};
		for (const other of container.mounts) if (other.destination.startsWith(`${destination}/`) && other.file !== true) made = makeDirectories$1(made, other.destination.slice(destination.length), engineAt(at));
		const { changes } = made;
		story.tell(ofContainer$1(container.id, at, "TmpfsChanged", {
			destination,
			operation: "prepare",
			path: "/",
			changes
		}));
	}
};
// src/core/lifecycle/start.ts
/**
* A container without a process gets one: network, mounts, shim, main. What stands in the way is found in the engine's
* order, and everything made so far is taken back; the refusal stays on the container as its error.
*/
const wake = (story, id, by, at, context) => {
	const container = story.container(id);
	const trouble = networkTrouble(story.world, container);
	if (trouble) return startFailed(story, container, trouble, at);
	story.tell({
		stream: "write-layer",
		id,
		type: "MergedMounted",
		at
	});
	connect(story, container, at, context.entropy);
	const refusal = prepareAndCheck(story, container, at, context);
	if (refusal) return takeBack(story, container, refusal, at);
	spawnMain(story, container, by, at, context);
};
/** The runtime mounts before it looks for the program; the engine looks up the user before both. */
const prepareAndCheck = (story, container, at, context) => {
	const { config, path } = container;
	const ipc = container.hostConfig.IpcMode ?? "";
	if (!/^(|private|shareable|host|none|container:.*)$/.test(ipc)) return invalidIpcMode(ipc);
	const devices = container.hostConfig.Further?.DeviceRequests;
	if (Array.isArray(devices) && devices.length > 0) return noDeviceDriver("[[gpu]]");
	const unknown = userTrouble(story.world, container, config.User ?? "", "start", context);
	if (unknown) return unknown;
	const apart = joinTrouble(story, container);
	if (apart) return apart;
	if (!hasRoomFor(story.world.host, "host", numbersOfStart)) return noRoomForShim();
	if (container.mounts.length > 0 || container.hostConfig.Init === true) {
		const gone = takeVolumes(story, container, at);
		if (gone) return gone;
		mountVolumes(story, container, at);
		mountTmpfs(story, container, at);
		const blocked = prepareMountPoints(story, container, at);
		if (blocked) return blocked;
	}
	if (container.hostConfig.Init === true) return void 0;
	const found = findExecutable(story.world, container, path, config.Env ?? [], config.WorkingDir || "/");
	return "code" in found ? found : void 0;
};
/** What a start takes at a time: starter, shim with its threads, runc and its stages (measured: 45 were enough, 20 were not). */
const numbersOfStart = 40;
const spawnMain = (story, container, by, at, context) => {
	const { id, path, args, config, hostConfig } = container;
	const spawned = spawnContainer(story.world.host, {
		container: id,
		argv: [path, ...args],
		...config.User && { user: config.User },
		pidMode: pidModeOf(story, container),
		init: hostConfig.Init === true
	}, at, context.entropy);
	story.hostBecame(spawned.host, spawned.events);
	story.tell(ofContainer$1(id, at, "ContainerStarted", {
		pid: spawned.pid,
		by
	}));
	const test = config.Healthcheck?.Test?.[0];
	if (test !== void 0 && test !== "NONE") story.tell(ofContainer$1(id, at, "ContainerHealthChanged", { health: "starting" }));
};
const pidModeOf = (story, { hostConfig }) => {
	const mode = hostConfig.PidMode ?? "";
	if (mode === "host") return "host";
	const other = mode.startsWith("container:") ? findContainer(story.world, mode.slice(10)) : void 0;
	return other && !isRejection(other) && "pid" in other.state ? { of: other.state.pid } : "own";
};
/** A container whose process namespace is to be shared must be there and run (measured, docs/facts.md). */
const joinTrouble = (story, { hostConfig }) => {
	const mode = hostConfig.PidMode ?? "";
	if (!mode.startsWith("container:")) return void 0;
	const reference = mode.slice(10);
	const other = findContainer(story.world, reference);
	if (isRejection(other)) return donorIsGone(reference, other);
	if ("pid" in other.state) return void 0;
	return donorDoesNotRun(other.id, other.state.status === "restarting");
};
const takeBack = (story, container, refusal, at) => {
	disconnect(story, container.id, at);
	letGo(story, container, at);
	return startFailed(story, container, refusal, at);
};
/** A failure without a code of its own counts as 128, but only where no earlier run left a code (measured). */
const startFailed = (story, container, refusal, at) => {
	const { id, state, hostConfig } = container;
	const before = "exitCode" in state ? state.exitCode : 0;
	const exitCode = state.status === "restarting" ? before : codes[refusal.code] ?? (before === 0 ? 128 : before);
	story.tell(ofContainer$1(id, at, "StartFailed", {
		exitCode,
		error: refusal.message
	}));
	if (hostConfig.AutoRemove) discard(story, id, at, true);
	return refusal;
};
const codes = {
	ExecutableNotFound: 127,
	NotExecutable: 126,
	MountKindDiffers: 127,
	ExecutableBelowFile: 127
};
// src/core/commands/client/restart-container.ts
/** `docker restart` stops what runs, then starts it; of an auto-removed container nothing is removed in between. */
const restartContainer = (world, { container: reference, timeout }, context) => onContainer(world, reference, (container) => {
	const story = new Story(world);
	const { now } = context.entropy;
	const { status } = container.state;
	return match(status).returnType().with("running", "paused", "restarting", () => {
		const stoppedAt = bringDown(story, container.id, timeoutOf$1(container, timeout), "client", now);
		return stoppedAt === void 0 ? accept(story.events, { blocks: true }) : startAgain(story, container, reference, stoppedAt, context);
	}).with("created", "exited", () => startAgain(story, container, reference, now, context)).with("removing", "dead", () => reject(cannotRestart(reference, markedForRemoval()))).exhaustive();
});
const startAgain = (story, { id }, reference, at, context) => {
	const refusal = wake(story, id, "client", at, context);
	if (refusal) return fail(cannotRestart(reference, refusal), story.events);
	story.tell(ofContainer$1(id, at, "ContainerRestarted", {}));
	return accept(story.events);
};
// src/core/commands/client/start-container.ts
/** `docker start` wakes a container that is not alive. Starting a living one changes nothing and is no error. */
const startContainer = (world, { container: reference }, context) => onContainer(world, reference, (container) => {
	const { status } = container.state;
	switch (status) {
		case "created":
		case "exited": return start$1(world, container, context);
		case "running":
		case "restarting": return accept([], unchanged);
		case "paused": return reject(isPaused());
		case "removing":
		case "dead": return reject(markedForRemoval());
		default: return never(status);
	}
});
const start$1 = (world, { id }, context) => {
	const story = new Story(world);
	const refusal = wake(story, id, "client", context.entropy.now, context);
	return refusal ? fail(refusal, story.events) : accept(story.events, changed$1);
};
// src/core/commands/client/stop-container.ts
/** `docker stop` sends the stop signal and, after the timeout, KILL. Stopping what does not run changes nothing. */
const stopContainer = (world, { container: reference, timeout }, { entropy: { now } }) => onContainer(world, reference, (container) => {
	const { status } = container.state;
	switch (status) {
		case "running":
		case "paused":
		case "restarting": return stop$1(world, container, timeoutOf$1(container, timeout), now);
		case "created":
		case "exited":
		case "removing":
		case "dead": return accept([], unchanged);
		default: return never(status);
	}
});
const stop$1 = (world, { id }, timeout, now) => {
	const story = new Story(world);
	const stoppedAt = bringDown(story, id, timeout, "client", now);
	if (stoppedAt === void 0) return accept(story.events, {
		...changed$1,
		blocks: true
	});
	autoRemove(story, id, stoppedAt);
	return accept(story.events, changed$1);
};
// src/core/processes/ps-format.ts
const column = (title, value) => ({
	title,
	value
});
const userOf = ({ process }) => process.user?.split(":")[0] || "root";
const groupOf = ({ process }) => process.user?.split(":")[1] || "root";
const commandOf$2 = ({ process, thread }) => process.argv.join(" ") || `[${thread.comm}]`;
const letterOf = ({ host, process }) => letter(host, process);
/** A letter of `/proc/<pid>/stat`; a frozen cgroup shows as D, as cgroup v1 does (measured). */
const letter = (host, { state, cgroup }) => {
	if (state === "zombie") return "Z";
	if (cgroup !== void 0 && host.cgroups.get(cgroup)?.frozen) return "D";
	return state === "stopped" ? "T" : "S";
};
/** Letters after the first: a session leader, one with threads. */
const statOf = (line) => {
	const { kind, threads } = line.process;
	return `${letterOf(line)}${kind === "main" || kind === "exec" ? "s" : ""}${threads.length > 0 ? "l" : ""}`;
};
const columns = {
	pid: column("PID", ({ process }) => `${process.pid}`),
	ppid: column("PPID", ({ process }) => `${process.parent}`),
	lwp: column("LWP", ({ thread }) => `${thread.tid}`),
	tid: column("TID", ({ thread }) => `${thread.tid}`),
	nlwp: column("NLWP", ({ process }) => `${process.threads.length + 1}`),
	comm: column("COMMAND", ({ thread }) => thread.comm),
	ucmd: column("CMD", ({ thread }) => thread.comm),
	args: column("COMMAND", commandOf$2),
	command: column("COMMAND", commandOf$2),
	cmd: column("CMD", commandOf$2),
	user: column("USER", userOf),
	uname: column("USER", userOf),
	group: column("GROUP", groupOf),
	uid: column("UID", (line) => userOf(line) === "root" ? "0" : userOf(line)),
	stat: column("STAT", statOf),
	state: column("S", letterOf),
	s: column("S", letterOf),
	c: column("C", () => "0"),
	tty: column("TT", () => "?"),
	time: column("TIME", () => "00:00:00"),
	stime: column("STIME", ({ started }) => started),
	pcpu: column("%CPU", () => "0.0"),
	"%cpu": column("%CPU", () => "0.0"),
	pmem: column("%MEM", () => "0.0"),
	"%mem": column("%MEM", () => "0.0"),
	vsz: column("VSZ", () => "0"),
	rss: column("RSS", () => "0")
};
const named$1 = (...names) => names.flatMap((name) => columns[name] ?? []);
const full = [
	column("UID", userOf),
	...named$1("pid", "ppid", "c", "stime"),
	column("TTY", () => "?"),
	...named$1("time", "cmd")
];
const fullThreads = [
	column("UID", userOf),
	...named$1("pid", "ppid", "lwp", "c", "nlwp", "stime"),
	column("TTY", () => "?"),
	...named$1("time", "cmd")
];
const brief = [
	...named$1("pid"),
	column("TTY", () => "?"),
	...named$1("time", "ucmd")
];
const briefThreads = [
	...named$1("pid", "lwp"),
	column("TTY", () => "?"),
	...named$1("time", "ucmd")
];
const briefBsd = [
	...named$1("pid"),
	column("TTY", () => "?"),
	...named$1("stat"),
	column("TIME", () => "0:00"),
	...named$1("args")
];
const bsd = [
	...named$1("user", "pid", "%cpu", "%mem", "vsz", "rss"),
	column("TTY", () => "?"),
	...named$1("stat"),
	column("START", ({ started }) => started),
	column("TIME", () => "0:00"),
	...named$1("args")
];
/** What a ps command line prints, or ps's own error. The forms that were measured, not all of ps. */
const parsePs = (text) => {
	const words = text.split(/\s+/).filter((word) => word !== "");
	let columns;
	let threads = false;
	let forest = false;
	let only;
	for (let at = 0; at < words.length; at++) {
		const word = words[at] ?? "";
		if (word === "--forest") {
			forest = true;
			continue;
		}
		if (word.startsWith("--")) return "ps: error: unknown gnu long option";
		if (!word.startsWith("-")) {
			if (!/^[aux]+$/.test(word)) return "ps: error: unsupported option (BSD syntax)";
			columns = word.includes("u") ? bsd : briefBsd;
			continue;
		}
		const form = /^-([eAL]*)(f|o|p|C|)(.*)$/.exec(word);
		if (!form) return "ps: error: unsupported SysV option";
		const [, flags = "", option = "", attached = ""] = form;
		threads ||= flags.includes("L");
		if (option === "f") columns = threads ? fullThreads : full;
		if (option === "") continue;
		if (option === "f") {
			threads ||= attached.includes("L");
			columns = threads ? fullThreads : full;
			continue;
		}
		const value = attached === "" ? words[++at] ?? "" : attached;
		if (option === "C") return "ps: exit status 1";
		if (option === "p") {
			only = value;
			continue;
		}
		const chosen = chosenColumns(value);
		if (typeof chosen === "string") return chosen;
		columns = [...columns ?? [], ...chosen];
	}
	const shown = columns ?? (threads ? briefThreads : brief);
	return {
		columns: forest ? shown.map(asBranch) : shown,
		threads,
		...only !== void 0 && { only }
	};
};
/** Everybody of a container hangs below somebody; Docker squeezes the blanks before the branch. */
const asBranch = ({ title, value }) => title === "CMD" || title === "COMMAND" ? column(title, (line) => `\\_ ${value(line)}`) : column(title, value);
/** `pid,ppid,comm`, or `pid=NUMBER` with a title of one's own. */
const chosenColumns = (list) => {
	const chosen = [];
	if (list === "") return "ps: error: format specification must follow -o";
	for (const item of list.replace(/,$/, "").split(",")) {
		if (item === "") return "ps: error: improper format list";
		const [name = "", title] = item.split("=");
		const known = Object.hasOwn(columns, name) ? columns[name] : void 0;
		if (!known) return `ps: error: unknown user-defined format specifier "${name}"`;
		chosen.push(title === void 0 ? known : {
			...known,
			title
		});
	}
	return chosen;
};
// src/core/processes/ps.ts
const isTop = (it) => "titles" in it;
/**
* The processes of a container's cgroup, hence without zombies, in host numbers. Docker asks the host's ps and picks the
* rows by their PID column.
*/
const topOf = (host, container, psArgs, started) => {
	const renamed = renamedPid(psArgs);
	if (renamed !== void 0) return psRefused(`specifying "${renamed}" is not allowed`);
	const format = parsePs(psArgs === "" ? "-ef" : psArgs);
	if (typeof format === "string") return psRefused(format);
	if (!format.columns.some(({ title }) => title === "PID")) return psRefused("Couldn't find PID field in ps output");
	const processes = format.only === void 0 ? membersOf$1(host, container) : [];
	return {
		titles: format.columns.map(({ title }) => title),
		rows: processes.flatMap((process) => rowsOf$1(host, process, format, started))
	};
};
const membersOf$1 = (host, container) => [...host.cgroups.get(container)?.members.keys() ?? []].sort((a, b) => a - b).flatMap((pid) => host.processes.get(pid) ?? []);
const rowsOf$1 = (host, process, format, started) => {
	const first = {
		tid: process.pid,
		nsTid: process.nsPid,
		comm: process.comm
	};
	return (format.threads ? [first, ...process.threads] : [first]).map((thread) => format.columns.map(({ value }) => value({
		host,
		process,
		thread,
		started
	})));
};
/** The engine looks for another column that is called PID (validatePSArgs in moby's daemon/top_unix.go). */
const renamedPid = (psArgs) => {
	for (const [, field = "", title = ""] of psArgs.matchAll(/\s+(\S*)=\s*(PID\S*)/g)) if (field !== "pid") return `${field}=${title}`;
};
const psRefused = (message) => ({
	code: "PsFailed",
	status: 500,
	message
});
// src/core/commands/client/top-container.ts
/** `docker top` lists the processes of a living container, a paused one too. */
const topContainer = (world, { container: reference, psArgs = "" }, { entropy: { now } }) => onContainer(world, reference, ({ id, state }) => match(state.status).returnType().with("running", "paused", () => {
	const answer = topOf(world.host, id, psArgs, "");
	return isTop(answer) ? accept([ofContainer$1(id, now, "ContainerObserved", { action: "top" })]) : reject(answer);
}).with("restarting", () => reject(isRestarting(id))).with("created", "exited", "removing", "dead", () => reject(notRunning(id))).exhaustive());
// src/core/commands/client/unpause-container.ts
/** `docker unpause` thaws a paused container; signals that came meanwhile arrive now. Its health stays until the next probe. */
const unpauseContainer = (world, { container: reference }, { entropy: { now } }) => onContainer(world, reference, (container) => {
	const { status } = container.state;
	switch (status) {
		case "paused": return accept(unpausing(world, container, now));
		case "created":
		case "running":
		case "restarting":
		case "exited":
		case "removing":
		case "dead": return reject(notPaused(container.id));
		default: return never(status);
	}
});
const unpausing = (world, { id }, now) => {
	const story = new Story(world);
	const thawed = thaw(world.host, id, now);
	story.hostBecame(thawed.host, thawed.events);
	story.tell(ofContainer$1(id, now, "ContainerUnpaused", {}));
	for (const died of tellEndings(story, thawed.ended, now)) autoRemove(story, died, now);
	return story.events;
};
// src/core/commands/client/update-container.ts
/** `docker update` changes limits and the restart policy; a new policy counts from the next exit on. */
const updateContainer = (world, command, { entropy: { now } }) => {
	const { memory = 0, memorySwap = 0, memoryReservation = 0 } = command;
	const flaw = memoryTrouble({
		Memory: memory,
		...memory > 0 && { MemorySwap: memorySwap }
	}) ?? reservationTrouble(memory, memoryReservation) ?? policyTrouble(command.restartPolicy);
	if (flaw) return reject(flaw);
	return onContainer(world, command.container, (container) => {
		const { id, state } = container;
		return match(state.status).returnType().with("created", "running", "paused", "restarting", "exited", () => update$1(container, command, now)).with("removing", "dead", () => reject(updateOfDead(id))).exhaustive();
	});
};
const update$1 = ({ id, hostConfig }, command, now) => {
	const { restartPolicy, memory = 0, memorySwap, memoryReservation, pidsLimit, further } = command;
	const policy = restartPolicy?.Name ? restartPolicy : void 0;
	if (policy && policy.Name !== "no" && hostConfig.AutoRemove) return reject(updateOfAutoRemove(id));
	const swap = memorySwap || swapOf(hostConfig);
	if (memory > 0 && !memorySwap && memory > swap) return reject(memoryAboveSwap(id));
	const next = {
		...hostConfig,
		...policy && { RestartPolicy: policy },
		...memory > 0 && {
			Memory: memory,
			MemorySwap: swap
		},
		...memorySwap && { MemorySwap: memorySwap },
		...memoryReservation && { MemoryReservation: memoryReservation },
		...pidsLimit !== void 0 && { PidsLimit: Math.max(0, pidsLimit) },
		...further && { Further: {
			...hostConfig.Further,
			...further
		} }
	};
	return accept([ofContainer$1(id, now, "ContainerUpdated", { hostConfig: next })], { warnings: [] });
};
// src/core/commands/client/wait-container.ts
/** `docker wait`: the answer comes at once when the condition holds already; else it blocks until a later event. */
const waitContainer = (world, { container, condition }) => onContainer(world, container, ({ state }) => accept([], condition === "next-exit" || condition === "removed" ? { blocks: true } : untilNotRunning(state)));
const untilNotRunning = (state) => match(state).returnType().with({ status: "running" }, { status: "paused" }, { status: "restarting" }, () => ({ blocks: true })).with({ status: "created" }, { status: "exited" }, { status: "removing" }, { status: "dead" }, (it) => ({
	blocks: false,
	exitCode: it.exitCode,
	...it.error !== "" && { error: it.error }
})).exhaustive();
// src/core/commands/client/container-verbs.ts
const containerVerbs = {
	CreateContainer: createContainer,
	StartContainer: startContainer,
	StopContainer: stopContainer,
	KillContainer: killContainer,
	RestartContainer: restartContainer,
	PauseContainer: pauseContainer,
	UnpauseContainer: unpauseContainer,
	RenameContainer: renameContainer,
	UpdateContainer: updateContainer,
	RemoveContainer: removeContainer,
	PruneContainers: pruneContainers$1,
	WaitContainer: waitContainer,
	TopContainer: topContainer,
	LogsContainer: logsContainer,
	AttachContainer: attachContainer,
	ResizeContainer: resizeContainer,
	InspectContainer: inspectContainer$1,
	ListContainers: listContainers,
	StatsContainer: statsContainer,
	DiffContainer: diffContainer,
	CommitContainer: commitContainer,
	ExportContainer: exportContainer$1,
	CreateExec: createExec,
	StartExec: startExec,
	InspectExec: inspectExec
};
// src/core/images/build/build-state.ts
/** The PATH that the builder gives an image without one. */
const defaultPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** A stage at its FROM. Triggers of the base are not inherited: the client runs them. */
const beginStage$1 = (base, given, noCache) => {
	const { OnBuild: _, OpenStdin: _stdin, StdinOnce: _once, ...config } = base?.config.config ?? {};
	const env = config.Env ?? [];
	const Env = env.some((line) => line.startsWith("PATH=")) ? env : [...env, defaultPath];
	const state = {
		config: {
			...config,
			Env
		},
		cmdSet: false,
		cacheBusted: noCache,
		given,
		args: []
	};
	return base ? at$2(state, base.id) : state;
};
/** The state with another image as its last step: the config names it. */
const at$2 = (state, image) => ({
	...state,
	image,
	config: {
		...state.config,
		Image: image
	}
});
/** Build arguments that a step sees: the config's own variables win. */
const allowedArgs = ({ args, config }) => {
	const names = new Set((config.Env ?? []).map((line) => line.split("=", 1)[0]));
	return args.filter((line) => !names.has(line.split("=", 1)[0]));
};
const environmentOf = (state) => [...state.config.Env ?? [], ...allowedArgs(state)];
/** ARG: the client's value before the default; without either it stays unknown. */
const declareArg = (state, name, value) => {
	const known = Object.hasOwn(state.given, name) ? state.given[name] : value;
	const others = state.args.filter((line) => !line.startsWith(`${name}=`));
	return {
		...state,
		args: known === void 0 ? others : [...others, `${name}=${known}`]
	};
};
/** What RUN is looked up and recorded as: `|1 X=1 /bin/sh -c …` once there are build arguments. */
const recordedCommand = (state, line) => {
	const args = allowedArgs(state);
	return args.length === 0 ? line : [
		`|${args.length}`,
		...[...args].sort(),
		...line
	];
};
const withCmd = (config, Cmd) => ({
	...config,
	Cmd
});
// src/core/images/build/cache.ts
/** A child of the present image that the same step made before; the newest wins. Only parent links count. */
const cachedStep = (world, state, config) => {
	if (state.cacheBusted) return void 0;
	return childrenOf(world, state.image).filter((image) => isSame$1(image.config.container_config, config)).sort((a, b) => created(a) < created(b) ? 1 : -1)[0]?.id;
};
const created = ({ config }) => config.created ?? "";
/** Without a parent the engine looks at all images that have none: `FROM scratch`. */
const childrenOf = ({ images, indexes }, parent) => parent === void 0 ? [...images.values()].filter((image) => image.parent === void 0) : membersOf$3(indexes.imageChildren, parent).flatMap((id) => images.get(id) ?? []);
/** The engine's `compare`: host name, image and working directory do not count (measured, docs/facts.md). */
const isSame$1 = (a, b) => a !== void 0 && !a.OpenStdin && !b.OpenStdin && (a.User ?? "") === (b.User ?? "") && Boolean(a.Tty) === Boolean(b.Tty) && Boolean(a.AttachStdout) === Boolean(b.AttachStdout) && Boolean(a.AttachStderr) === Boolean(b.AttachStderr) && isSameList(a.Cmd, b.Cmd) && isSameList(a.Env, b.Env) && isSameList(a.Entrypoint, b.Entrypoint) && isSameMap(a.Labels, b.Labels) && isSameList(keys$1(a.ExposedPorts), keys$1(b.ExposedPorts)) && isSameList(keys$1(a.Volumes), keys$1(b.Volumes));
const isSameList = (a = [], b = []) => a.length === b.length && a.every((item, at) => item === b[at]);
const keys$1 = (map) => Object.keys(map ?? {}).sort();
const isSameMap = (a = {}, b = {}) => isSameList(keys$1(a), keys$1(b)) && Object.entries(a).every(([key, value]) => b[key] === value);
// src/core/images/build/context.ts
const utf8$2 = new TextEncoder();
/**
* The hash that names a file in the history and in the cache: content and header fields, but not the time (measured,
* docs/facts.md). It is TarSum version 1 of the member that the client sends, owner set to root.
*/
const hashOf$1 = ({ path, node }, contents) => {
	const isFile = node.kind === "file";
	const fields = [
		["name", node.kind === "directory" ? `${path}/` : path],
		["mode", node.mode],
		["uid", node.uid],
		["gid", node.gid],
		["size", isFile ? node.size : 0],
		["typeflag", isFile ? "0" : "5"],
		["linkname", ""],
		["uname", ""],
		["gname", ""],
		["devmajor", 0],
		["devminor", 0]
	];
	const header = utf8$2.encode(fields.map(([key, value]) => `${key}${value}`).join(""));
	const content = isFile && node.size > 0 ? contents(node.content) : void 0;
	return sha256Hex(content ? concat([header, content]) : header);
};
/** A symlink counts as what it leads to inside the context; where it leads nowhere, its path is its hash (measured). */
const followedHash = (context, entry, contents) => {
	let at = entry;
	for (let links = 0; at?.node.kind === "symlink" && links < 40; links++) {
		const { target } = at.node;
		const folder = at.path.slice(0, Math.max(at.path.lastIndexOf("/"), 0));
		const path = clean(target.startsWith("/") ? target : `${folder}/${target}`);
		at = context.find((it) => it.path === path);
	}
	return at === void 0 || at.node.kind === "symlink" ? entry.path : hashOf$1(at, contents);
};
/** The sources of a COPY, wildcards opened; what is not there is the engine's error. */
const sourcesOf$1 = (context, names, contents) => {
	const sources = [];
	for (const name of names) {
		const path = clean(name);
		const some = (/[*?[]/.test(path) ? matching(context, path) : [path]).flatMap((it) => sourceAt(context, it, contents) ?? []);
		if (some.length === 0) return { flaw: /[*?[]/.test(path) ? "no source files were specified" : `file not found in build context or excluded by .dockerignore: stat ${path}: file does not exist` };
		sources.push(...some);
	}
	return sources;
};
const sourceAt = (context, path, contents) => {
	const entry = context.find((it) => it.path === path);
	const hash = (it) => followedHash(context, it, contents);
	if (entry && entry.node.kind !== "directory") return {
		hash: `file:${hash(entry)}`,
		path,
		entries: [entry]
	};
	if (!entry && path !== "") return void 0;
	const entries = context.filter((it) => path === "" || it.path.startsWith(`${path}/`));
	const hashes = entries.map(hash);
	const all = entry ? [hash(entry), ...hashes] : hashes;
	return {
		hash: hashOfAll("dir", all.sort()),
		path,
		entries
	};
};
const hashOfAll = (kind, hashes) => `${kind}:${sha256Hex(hashes.join(","))}`;
const matching = (context, glob) => {
	const text = glob.replace(/[.+^${}()|\\]/g, "\\$&").replace(/\*/g, "[^/]*").replace(/\?/g, "[^/]");
	const form = new RegExp(`^${text}$`);
	return context.map(({ path }) => path).filter((path) => form.test(path)).sort(compareNames);
};
const clean = (path) => {
	const parts = [];
	for (const part of path.split("/")) if (part === "..") parts.pop();
	else if (part !== "" && part !== ".") parts.push(part);
	return parts.join("/");
};
// src/core/images/build/copy-files.ts
/** The upper directory that a COPY fills over an image's layers, or the errno that stopped it. */
const copyFiles = (lower, sources, target, contents, { now }) => {
	const blobs = /* @__PURE__ */ new Map();
	const ctx = {
		uid: 0,
		gid: 0,
		umask: 0,
		now,
		contents: (digest) => blobs.get(digest) ?? contents(digest),
		put: (bytes) => {
			const digest = digestOf$1(bytes);
			blobs.set(digest, bytes);
			return digest;
		}
	};
	const work = {
		union: {
			lower,
			upper: emptyTree(now)
		},
		ctx,
		target,
		contents
	};
	for (const source of sources) copyOne(work, source);
	return work.failed ?? work.union.upper;
};
const act$1 = (work, path, outcome) => {
	if (outcome.ok) work.union = {
		...work.union,
		upper: applyChanges$1(work.union.upper, outcome.changes)
	};
	else work.failed ??= {
		errno: outcome.errno,
		path
	};
};
const kindAt = (work, path) => {
	const found = lstat(work.union, path);
	return found.ok ? found.value.kind : void 0;
};
const absolute$1 = ({ dest, workingDir }) => {
	const parts = [];
	for (const part of (dest.startsWith("/") ? dest : `${workingDir}/${dest}`).split("/")) if (part === "..") parts.pop();
	else if (part !== "" && part !== ".") parts.push(part);
	return `/${parts.join("/")}`;
};
/** A directory's content goes into the target; a file becomes the target, or goes into it if that is a directory. */
const copyOne = (work, { path, entries }) => {
	const root = absolute$1(work.target);
	const [only] = entries;
	if (entries.length === 1 && only?.path === path && only.node.kind !== "directory" && only) {
		const isInto = /(^|\/)\.?$/.test(work.target.dest) || isDirectoryAt(work, root);
		const name = path.slice(path.lastIndexOf("/") + 1);
		put$1(work, isInto ? join$2(root, name) : root, only);
		return;
	}
	makeDirectories(work, root);
	const skip = path === "" ? 0 : path.length + 1;
	for (const entry of entries) put$1(work, join$2(root, entry.path.slice(skip)), entry);
	for (const entry of entries) if (entry.node.kind === "directory") stamp(work, join$2(root, entry.path.slice(skip)), entry);
};
const join$2 = (directory, name) => directory === "/" ? `/${name}` : `${directory}/${name}`;
const isDirectoryAt = (work, path) => {
	const found = stat$1(work.union, path);
	return found.ok && found.value.kind === "directory";
};
const makeDirectories = (work, path) => {
	if (path === "/" || isDirectoryAt(work, path)) return;
	makeDirectories(work, path.slice(0, Math.max(path.lastIndexOf("/"), 1)));
	act$1(work, path, mkdir$1(work.union, path, work.ctx, 493));
};
/** What stands in the way is removed first; only directories merge. */
const put$1 = (work, path, { node }) => {
	makeDirectories(work, path.slice(0, Math.max(path.lastIndexOf("/"), 1)));
	const there = kindAt(work, path);
	if (there !== void 0 && !(there === "directory" && node.kind === "directory")) removeAll(work, path);
	if (node.kind === "directory") {
		if (kindAt(work, path) === void 0) act$1(work, path, mkdir$1(work.union, path, work.ctx, 493));
		act$1(work, path, chmod(work.union, path, node.mode, work.ctx));
	} else if (node.kind === "symlink") act$1(work, path, symlink$1(work.union, node.target, path, work.ctx));
	else if (node.kind === "file") {
		const bytes = node.size === 0 ? /* @__PURE__ */ new Uint8Array() : known$1(work.contents(node.content), `content ${node.content}`);
		act$1(work, path, writeFile$1(work.union, path, bytes, work.ctx, node.mode));
		act$1(work, path, chmod(work.union, path, node.mode, work.ctx));
	}
	own$1(work, path);
	stamp(work, path, {
		path,
		node
	});
};
const removeAll = (work, path) => {
	if (kindAt(work, path) !== "directory") {
		act$1(work, path, unlink$1(work.union, path, work.ctx));
		return;
	}
	const names = readdir(work.union, path);
	if (names.ok) {
		for (const name of names.value) if (kindAt(work, `${path}/${name}`)) removeAll(work, `${path}/${name}`);
	}
	act$1(work, path, rmdir$1(work.union, path, work.ctx));
};
const own$1 = (work, path) => {
	const { uid, gid } = work.target;
	if (uid !== 0 || gid !== 0) act$1(work, path, lchown(work.union, path, {
		uid,
		gid
	}, work.ctx));
};
const stamp = (work, path, { node }) => {
	act$1(work, path, utimes(work.union, path, node.mtime, work.ctx, false));
};
// src/core/commands/client/build/copy-step.ts
/** COPY and ADD run in no container: the files go over the image's layers, and there is always a new layer. */
const buildCopy = (story, state, copy, files, context) => {
	const words = expandAll([...copy.sources, copy.dest], environmentOf(state), "\\");
	if (isFlaw(words)) return invalidDockerfile(words.flaw);
	const [dest = "", names] = [words.at(-1), words.slice(0, -1)];
	const sources = sourcesOf$1(files, names, context.contents);
	if (isFlaw(sources)) return failed(copy, sources.flaw);
	if (sources.length > 1 && !dest.endsWith("/")) return {
		code: "CopyFailed",
		status: 500,
		message: `When using ${copy.word} with more than one source file, the destination must be a directory and end with a /`
	};
	const owner = ownerOf$1(copy.chown);
	if ("code" in owner) return owner;
	const config = withCmd(state.config, [...shellOf(state.config), comment(copy, sources, dest)]);
	const cached = cachedStep(story.world, state, config);
	if (cached !== void 0) return {
		image: cached,
		cached: true
	};
	return store(story, {
		...state,
		config: state.config
	}, config, sources, {
		dest,
		...owner
	}, context);
};
const failed = ({ word }, why) => ({
	code: "CopyFailed",
	status: 500,
	message: `${word} failed: ${why}`
});
/** Two blanks do not stand here, but one does at the end (measured, docs/facts.md). */
const comment = ({ word, chown }, sources, dest) => {
	const hashes = sources.map(({ hash }) => hash);
	const shown = hashes.length === 1 ? hashes[0] : hashOfAll("multi", hashes);
	return `#(nop) ${word} ${chown === void 0 ? "" : `--chown=${chown}`}${shown} in ${dest} `;
};
/** Numbers only; a single one is both. Names would be looked up in the image. */
const ownerOf$1 = (chown = "0:0") => {
	const [user = "", group = user] = chown.split(":").map((part) => part === "root" ? "0" : part);
	if (/^\d+$/.test(user) && /^\d+$/.test(group)) return {
		uid: Number(user),
		gid: Number(group)
	};
	return {
		code: "UnknownOwner",
		status: 500,
		message: `unable to convert uid/gid chown string to host mapping: can't find ${/^\d+$/.test(user) ? `gid for group ${group}: no such group: ${group}` : `uid for user ${user}: no such user: ${user}`}`
	};
};
/** A file where a directory of the destination would be: the engine says where it looked (measured, docs/facts.md). */
const cannotCopy = (blocked, dest, errno, entropy) => {
	const merged = `/var/lib/docker/overlay2/${randomHex(entropy, "copy")}/merged`;
	return {
		code: "CopyFailed",
		status: 500,
		message: `failed to copy files: ${dest.startsWith(`${blocked}/`) ? `lstat ${merged}${dest}: not a directory` : `${blocked}: ${errno}`}`
	};
};
const store = (story, state, containerConfig, sources, target, { contents, entropy }) => {
	const parent = state.image === void 0 ? void 0 : story.world.images.get(state.image);
	const flaw = depthFlaw(parent);
	if (flaw) return flaw;
	const lower = lowerOf(story.world, parent && topLayerOf(parent));
	const workingDir = state.config.WorkingDir ?? "";
	const upper = copyFiles(lower, sources, {
		...target,
		workingDir
	}, contents, entropy);
	if ("errno" in upper) return cannotCopy(upper.path, target.dest, upper.errno, entropy);
	const layer = layerOfUpper(upper, contents);
	if ("code" in layer) return layer;
	const config = childConfig(parent, {
		config: state.config,
		containerConfig,
		diffId: registerLayer(story, parent, layer.content, entropy),
		...state.maintainer !== void 0 && { author: state.maintainer },
		at: entropy.now
	});
	return {
		image: storeImage(story, config, "build", entropy, parent?.id),
		cached: false,
		blobs: blobsOf(layer)
	};
};
// src/core/commands/client/build/step-container.ts
/** A step's container: made from the image of the step before, like any other. */
const createStep = (story, state, config, context) => {
	const { Image: _, ...rest } = config;
	const command = {
		issuer: "client",
		type: "CreateContainer",
		config: state.image === void 0 ? rest : {
			...rest,
			Image: state.image
		},
		hostConfig: {}
	};
	const decision = createContainer(story.world, command, context);
	story.tellAll(decision.events);
	return decision.accepted ? decision.answer.id : decision.rejection;
};
/** What a step's container wrote becomes the step's image. The builder's commits tell no event of their own. */
const commitStep = (story, state, id, containerConfig, { contents, entropy }) => {
	const parent = state.image === void 0 ? void 0 : story.world.images.get(state.image);
	const flaw = depthFlaw(parent);
	if (flaw) return flaw;
	const layer = layerOfUpper(known$1(story.world.writeLayers.get(id), "write layer").upper, contents);
	if ("code" in layer) return layer;
	const config = childConfig(parent, {
		config: state.config,
		containerConfig,
		container: id,
		diffId: registerLayer(story, parent, layer.content, entropy),
		...state.maintainer !== void 0 && { author: state.maintainer },
		at: entropy.now
	});
	return {
		image: storeImage(story, config, "build", entropy, parent?.id),
		blobs: blobsOf(layer)
	};
};
/** `--rm`, the default: the step's container and its anonymous volumes go. */
const discardStep = (story, container, context) => {
	const command = {
		issuer: "client",
		type: "RemoveContainer",
		container,
		volumes: true
	};
	story.tellAll(removeContainer(story.world, command, context).events);
};
// src/core/commands/client/build/build-step.ts
const beginStage = (world, { from, buildArgs = {}, noCache = false }) => {
	const found = from === "scratch" ? void 0 : findImage(world, from);
	if (found && "rejection" in found) return reject(found.rejection);
	const triggers = found?.image.config.config?.OnBuild ?? [];
	return accept([], {
		state: beginStage$1(found?.image, buildArgs, noCache),
		triggers
	});
};
const buildStep = (world, command, context) => {
	const { instruction, state } = command;
	switch (instruction.word) {
		case "RUN": return run$2(new Story(world), state, commandLine(state.config, instruction), context);
		case "COPY":
		case "ADD": {
			const story = new Story(world);
			const copied = buildCopy(story, state, instruction, command.context ?? [], context);
			return "code" in copied ? fail(copied, story.events) : done(story, state, copied.image, { cached: copied.cached }, copied.blobs);
		}
		case "ARG": {
			const { name } = instruction;
			const value = instruction.value === void 0 ? void 0 : expand(instruction.value, environmentOf(state), command.escapeChar);
			if (typeof value === "object") return reject(invalidDockerfile(value.flaw));
			const shown = `ARG ${name}${value === void 0 ? "" : `=${value}`}`;
			return metadata(new Story(world), state, declareArg(state, name, value), shown, context);
		}
		default: {
			const applied = applyMetadata(state, instruction, environmentOf(state), command.escapeChar);
			if (isFlaw(applied)) return reject(invalidDockerfile(applied.flaw));
			const { comment, ...stage } = applied;
			return metadata(new Story(world), state, {
				...state,
				...stage
			}, comment, context);
		}
	}
};
const done = (story, state, image, how, blobs) => {
	const cacheBusted = state.cacheBusted || !how.cached;
	return accept(story.events, {
		state: at$2({
			...state,
			cacheBusted
		}, image),
		...how
	}, blobs);
};
/** Creates a container that is never started, commits it, and removes it. Only WORKDIR leaves something in its layer. */
const metadata = (story, before, after, comment, context) => {
	const nop = comment.startsWith("WORKDIR ") ? [`#(nop) ${comment}`] : ["#(nop) ", comment];
	const config = withCmd(after.config, [...shellOf(after.config), ...nop]);
	const cached = cachedStep(story.world, before, config);
	if (cached !== void 0) return done(story, after, cached, { cached: true });
	const container = createStep(story, before, config, context);
	if (typeof container !== "string") return fail(container, story.events);
	const made = known$1(story.world.containers.get(container), "container").config;
	const containerConfig = before.image === void 0 ? made : {
		Labels: {},
		...made
	};
	const committed = commitStep(story, after, container, containerConfig, context);
	if ("code" in committed) return fail(committed, story.events);
	discardStep(story, container, context);
	return done(story, after, committed.image, {
		cached: false,
		container
	}, committed.blobs);
};
/** Looked up with its build arguments in front of the command; run with them in its environment. */
const run$2 = (story, state, line, context) => {
	const { Entrypoint: _, ...config } = state.config;
	const probe = withCmd(config, recordedCommand(state, line));
	const cached = cachedStep(story.world, state, probe);
	if (cached !== void 0) return done(story, state, cached, { cached: true });
	const Env = [...config.Env ?? [], ...allowedArgs(state)];
	const { Healthcheck: _health, ...runs } = {
		...withCmd(config, line),
		Env,
		Entrypoint: [""]
	};
	const container = createStep(story, state, runs, context);
	if (typeof container !== "string") return fail(container, story.events);
	return accept(story.events, {
		state: {
			...state,
			cacheBusted: true
		},
		run: {
			container,
			config: probe
		}
	});
};
const commitBuildStep = (world, command, context) => {
	const { state, container, config } = command;
	const story = new Story(world);
	const committed = commitStep(story, state, container, config, context);
	if ("code" in committed) return fail(committed, story.events);
	discardStep(story, container, context);
	return done(story, state, committed.image, {
		cached: false,
		container
	}, committed.blobs);
};
// src/core/commands/client/import-image.ts
/** `docker import` makes an image of one layer and one history row of a flat file system. It has no parent. */
const importImage$1 = (world, command, { entropy }) => {
	const target = targetOf$1(command);
	if (target && "code" in target) return reject(target);
	const changed = applyChanges({}, command.changes);
	if ("rejection" in changed) return reject(changed.rejection);
	const story = new Story(world);
	story.tellAll(registerStack(world.layers, [command.layer], entropy));
	const created = rfc3339Nano(entropy.now);
	const comment = command.message || `Imported from ${command.source ?? "-"}`;
	const config = {
		architecture: "amd64",
		os: "linux",
		created,
		comment,
		docker_version: dockerVersion,
		config: changed.config,
		container_config: {},
		history: [{
			created,
			comment
		}],
		diffIds: [command.layer.diffId]
	};
	const image = storeImage(story, config, "import", entropy);
	if (target) story.tellAll(tagEvents(image, target, entropy.now));
	story.tell({
		stream: "image",
		id: image,
		type: "ImageAnnounced",
		at: entropy.now,
		action: "import",
		name: image
	});
	return accept(story.events, { image });
};
/** Checked before the tar is read; the engine answers 400 here, not 500 as for a tag. */
const targetOf$1 = ({ repo, tag }) => {
	if (repo === void 0 || repo === "") return void 0;
	const parsed = parseName(repo);
	if (!isFlaw(parsed) && parsed.digest !== void 0) return importWithDigest();
	const named = isFlaw(parsed) || tag === void 0 || tag === "" ? parsed : withTag$1(parsed, tag);
	return isFlaw(named) ? invalidReference(named.flaw, 400) : named;
};
// src/core/images/read-config.ts
/**
* What a config's JSON says. Fields that the model does not know stay in the bytes, which are kept whole. Nothing is
* trusted: a field of the wrong type is refused, as Go's decoder refuses it.
*/
const readImageConfig = (bytes) => {
	const json = parseJson(bytes);
	if (!isObject$1(json)) return { flaw: "invalid image JSON" };
	if (!isObject$1(own(json, "rootfs"))) return { flaw: "invalid image JSON, no RootFS key" };
	try {
		return imageConfig(json);
	} catch (error) {
		if (error instanceof WrongType) return { flaw: `json: cannot unmarshal ${error.message}` };
		throw error;
	}
};
/** Text of a string, of a list, … or `undefined` when it is absent or null; anything else is the wrong type. */
var WrongType = class extends Error {};
const parseJson = (text) => {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
};
const isObject$1 = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const own = (json, key) => Object.hasOwn(json, key) ? json[key] ?? void 0 : void 0;
const text$2 = (json, key) => typed(json, key, "string");
const flag = (json, key) => typed(json, key, "boolean");
const count = (json, key) => typed(json, key, "number");
const typed = (json, key, type) => {
	const value = own(json, key);
	if (value !== void 0 && typeof value !== type) throw new WrongType(`${typeof value} into Go struct field ${key}`);
	return value;
};
const object = (json, key) => {
	const value = own(json, key);
	if (value !== void 0 && !isObject$1(value)) throw new WrongType(`${typeof value} into Go struct field ${key}`);
	return value;
};
const list = (json, key) => {
	const value = own(json, key);
	if (value !== void 0 && !Array.isArray(value)) throw new WrongType(`${typeof value} into Go struct field ${key}`);
	return value;
};
/** A single string where a list belongs is a list of one, as Docker's `strslice` reads it. */
const texts$2 = (json, key) => {
	const value = own(json, key);
	const items = typeof value === "string" ? [value] : list(json, key);
	if (items?.some((item) => typeof item !== "string")) throw new WrongType(`value into Go struct field ${key}`);
	return items;
};
const set$1 = (json, key) => {
	const value = object(json, key);
	return value && Object.fromEntries(Object.keys(value).map((name) => [name, {}]));
};
const strings = (json, key) => {
	const value = object(json, key);
	return value && Object.fromEntries(Object.keys(value).map((name) => [name, text$2(value, name) ?? ""]));
};
const imageConfig = (json) => {
	const [config, containerConfig] = [object(json, "config"), object(json, "container_config")];
	return {
		architecture: text$2(json, "architecture") ?? "",
		os: text$2(json, "os") ?? "",
		...given({
			created: text$2(json, "created"),
			author: text$2(json, "author"),
			comment: text$2(json, "comment"),
			docker_version: text$2(json, "docker_version"),
			container: text$2(json, "container"),
			config: config && containerConfigOf$1(config),
			container_config: containerConfig && containerConfigOf$1(containerConfig),
			variant: text$2(json, "variant"),
			osVersion: text$2(json, "os.version"),
			osFeatures: texts$2(json, "os.features")
		}),
		history: (list(json, "history") ?? []).map(historyRow),
		diffIds: diffIds(object(json, "rootfs") ?? {})
	};
};
const diffIds = (rootfs) => {
	const ids = texts$2(rootfs, "diff_ids") ?? [];
	if (!ids.every(isDigest)) throw new WrongType("string into Go struct field diff_ids");
	return ids;
};
const historyRow = (row) => {
	if (!isObject$1(row)) throw new WrongType(`${typeof row} into Go struct field history`);
	return given({
		created: text$2(row, "created"),
		author: text$2(row, "author"),
		created_by: text$2(row, "created_by"),
		comment: text$2(row, "comment"),
		empty_layer: flag(row, "empty_layer") ? true : void 0
	});
};
const containerConfigOf$1 = (json) => {
	const health = object(json, "Healthcheck");
	return given({
		Hostname: text$2(json, "Hostname"),
		Domainname: text$2(json, "Domainname"),
		User: text$2(json, "User"),
		AttachStdin: flag(json, "AttachStdin"),
		AttachStdout: flag(json, "AttachStdout"),
		AttachStderr: flag(json, "AttachStderr"),
		ExposedPorts: set$1(json, "ExposedPorts"),
		Tty: flag(json, "Tty"),
		OpenStdin: flag(json, "OpenStdin"),
		StdinOnce: flag(json, "StdinOnce"),
		Env: texts$2(json, "Env"),
		Cmd: texts$2(json, "Cmd"),
		Healthcheck: health && healthcheck(health),
		ArgsEscaped: flag(json, "ArgsEscaped"),
		Image: text$2(json, "Image"),
		Volumes: set$1(json, "Volumes"),
		WorkingDir: text$2(json, "WorkingDir"),
		Entrypoint: texts$2(json, "Entrypoint"),
		NetworkDisabled: flag(json, "NetworkDisabled"),
		MacAddress: text$2(json, "MacAddress"),
		OnBuild: texts$2(json, "OnBuild"),
		Labels: strings(json, "Labels"),
		StopSignal: text$2(json, "StopSignal"),
		StopTimeout: count(json, "StopTimeout"),
		Shell: texts$2(json, "Shell")
	});
};
const healthcheck = (json) => given({
	Test: texts$2(json, "Test"),
	Interval: count(json, "Interval"),
	Timeout: count(json, "Timeout"),
	StartPeriod: count(json, "StartPeriod"),
	Retries: count(json, "Retries")
});
const given = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== void 0 && value !== "" && value !== false));
// src/core/commands/client/load-image.ts
/** Docker's checks in Docker's order, image after image; nothing is kept of an archive that fails one. */
const loadImage$1 = (world, command, { entropy }) => {
	const plan = {
		world,
		contents: new Map(command.layers.map((layer) => [layer.diffId, layer])),
		entropy,
		events: [],
		lines: [],
		chains: /* @__PURE__ */ new Set(),
		tags: /* @__PURE__ */ new Map(),
		images: /* @__PURE__ */ new Map()
	};
	const order = [];
	let tagged = 0;
	for (const archived of command.images) {
		const id = take$3(plan, archived);
		if (typeof id !== "string") return reject(id);
		const refused = tag$1(plan, id, archived.repoTags);
		if (refused) return reject(refused);
		tagged = archived.repoTags.length;
		order.push({
			id,
			...archived.parent !== void 0 && { parent: archived.parent }
		});
		plan.events.push({
			stream: "image",
			id,
			type: "ImageAnnounced",
			at: entropy.now,
			action: "load",
			name: id
		});
	}
	const refused = link$2(plan, order);
	if (refused) return reject(refused);
	const ids = tagged === 0 ? order.map(({ id }) => `Loaded image ID: ${id}`) : [];
	return accept(plan.events, {
		lines: [...plan.lines, ...ids],
		images: order.map(({ id }) => id)
	});
};
/** The API answers 200 and tells the error in the stream (measured, docs/facts.md). */
const broken = (message) => ({
	code: "InvalidArchive",
	status: 200,
	message
});
const take$3 = ({ world, contents, entropy, events, chains, images }, archived) => {
	const config = readImageConfig(archived.config);
	if ("flaw" in config) return broken(config.flaw);
	const wrong = flawOf$1(config, archived.layers);
	if (wrong !== void 0) return broken(wrong);
	const ids = chainIdsOf(config.diffIds);
	const known = ids.filter((id) => world.layers.has(id)).length;
	const above = known === 0 ? void 0 : world.layers.get(ids[known - 1]);
	const stack = [];
	for (const diffId of config.diffIds.slice(known)) {
		const content = contents.get(diffId);
		if (!content) return broken(`the archive does not hold layer ${diffId}`);
		stack.push(content);
	}
	events.push(...registerStack(world.layers, stack, entropy, chains, above));
	if (config.history.filter((row) => !row.empty_layer).length > config.diffIds.length) return broken("too many non-empty layers in History section");
	const id = imageIdOf(archived.config);
	if (!world.images.has(id) && !images.has(id)) {
		const { config: bytes } = archived;
		events.push({
			stream: "image",
			id,
			type: "ImageStored",
			at: entropy.now,
			bytes,
			config,
			origin: "load"
		});
	}
	images.set(id, config);
	return id;
};
const flawOf$1 = ({ os, diffIds }, layers) => {
	if (os !== "linux" && os !== "") return `cannot load ${os} image on linux`;
	if (layers.length !== diffIds.length) return `invalid manifest, layers length mismatch: expected ${layers.length}, got ${diffIds.length}`;
	const at = layers.findIndex((diffId, index) => diffId !== diffIds[index]);
	if (at >= 0) return `invalid diffID for layer ${at}: expected "${diffIds[at]}", got "${layers[at]}"`;
	return diffIds.length > 125 ? "max depth exceeded" : void 0;
};
const tag$1 = ({ world, entropy, events, lines, tags }, image, names) => {
	for (const name of names) {
		const named = parseName(name);
		if (isFlaw(named)) return broken(named.flaw);
		if (named.tag === void 0) return broken(`invalid tag "${name}"`);
		const id = storedAs({
			domain: named.domain,
			path: named.path,
			tag: named.tag
		});
		const before = tags.get(id) ?? world.references.get(id)?.image;
		const shown = familiar({
			domain: named.domain,
			path: named.path,
			tag: named.tag
		});
		if (before !== void 0 && before !== image) lines.push(`The image ${shown} already exists, renaming the old one with ID ${before} to empty string`);
		tags.set(id, image);
		if (before !== image) events.push({
			stream: "reference",
			id,
			type: "ReferenceSet",
			at: entropy.now,
			image
		});
		lines.push(`Loaded image: ${shown}`);
	}
};
/** A parent counts only when it is in the same archive, and when the histories differ by exactly one row. */
const link$2 = ({ world, entropy, events, images }, order) => {
	for (const { id, parent } of order) {
		if (parent === void 0 || !isDigest(parent) || parent === id) continue;
		const below = images.get(parent);
		if (!below) continue;
		if (!continues(images.get(id)?.history ?? [], below.history)) return broken(`image ${parent} is not a valid parent for ${id}`);
		if (world.images.get(id)?.parent === parent) continue;
		events.push({
			stream: "image",
			id,
			type: "ImageParentSet",
			at: entropy.now,
			parent
		});
	}
};
const continues = (rows, below) => {
	if (rows.length === 0 && below.length === 0) return true;
	return rows.length === below.length + 1 && below.every((row, at) => sameRow(row, rows[at]));
};
const fields = [
	"created",
	"created_by",
	"author",
	"comment",
	"empty_layer"
];
const sameRow = (a, b) => fields.every((field) => a[field] === b?.[field]);
// src/core/commands/client/look-at-images.ts
/** `docker image inspect` says twice what is wrong. */
const inspectImage$1 = (world, { image }) => {
	const found = findImage(world, image);
	return "image" in found ? accept([], { image: found.image.id }) : reject(noSuchImage(image, found.rejection));
};
const historyImage = (world, { image }) => {
	const found = findImage(world, image);
	return "image" in found ? accept([], { image: found.image.id }) : reject(found.rejection);
};
const accepted = /* @__PURE__ */ new Set([
	"dangling",
	"label",
	"before",
	"since",
	"reference"
]);
const booleans = /* @__PURE__ */ new Set([
	"true",
	"false",
	"1",
	"0"
]);
/** `docker images` refuses filters that it does not know. */
const listImages = (_, { filters = {} }) => {
	const unknown = Object.keys(filters).find((key) => !accepted.has(key));
	if (unknown !== void 0) return reject(invalidFilter(unknown));
	const dangling = filters.dangling;
	return dangling?.some((value) => !booleans.has(value)) ? reject(invalidFilter(`dangling=[${dangling.join(" ")}]`)) : accept([]);
};
// src/core/images/remove/conflict.ts
/** The engine's order: children, running containers, references, stopped containers (measured, docs/facts.md). */
const conflictOf = (world, id, soft) => {
	if (hasMember(world.indexes.imageChildren, id)) return {
		rejection: imageHasChildren(id),
		used: false
	};
	const running = containerOf$1(world, id, true);
	if (running) return {
		rejection: imageRuns(id, running),
		used: true
	};
	if (soft.references && hasMember(world.indexes.imageReferences, id)) return {
		rejection: imageHasReferences(id),
		used: false
	};
	const stopped = soft.stopped ? containerOf$1(world, id, false) : void 0;
	return stopped && {
		rejection: imageHasStoppedContainer(id, stopped),
		used: true
	};
};
/** A container that waits for its restart counts as running. */
const containerOf$1 = (world, id, running) => membersOf$3(world.indexes.imageContainers, id).find((container) => isRunning(world, container) === running);
const isRunning = (world, id) => {
	switch (world.containers.get(id)?.state.status) {
		case "running":
		case "paused":
		case "restarting": return true;
		default: return false;
	}
};
/** Neither a name nor a child. */
const isDangling = (world, id) => !hasMember(world.indexes.imageReferences, id) && !hasMember(world.indexes.imageChildren, id);
// src/core/images/remove/remove-image.ts
/** The references of an image in the engine's order. */
const referencesOf = (world, id) => [...membersOf$3(world.indexes.imageReferences, id)].sort(byNormalForm);
/** `docker rmi` of one name or id. Answers the rows, or why not; what it untagged before it failed stays untagged. */
const removeImage$1 = (to, typed, how) => {
	const found = findImage(to.world, typed);
	if ("rejection" in found) return found.rejection;
	const { id } = found.image;
	return isIdPrefix(id, typed) ? removeById(to, id, how) : removeByName(to, typed, id, how);
};
/** A name that equals the start of its own image's id counts as the id. */
const isIdPrefix = (id, typed) => id.startsWith(typed) || hexOf$1(id).startsWith(typed);
const removeById = (to, id, how) => {
	const references = referencesOf(to.world, id);
	const rows = [];
	if (isOneRepository(references)) {
		const conflict = conflictOf(to.world, id, {
			references: false,
			stopped: !how.force
		});
		if (conflict) return conflict.rejection;
		for (const reference of references) rows.push(untag(to, reference, id, true, how.at));
	}
	return deleteImage(to, id, rows, how, false) ?? rows;
};
const removeByName = (to, typed, id, how) => {
	const user = membersOf$3(to.world.indexes.imageContainers, id)[0];
	if (!how.force && user && isOneRepository(referencesOf(to.world, id))) return referenceInUse(typed, user, id);
	const named = parseName(typed);
	if (isFlaw(named)) return invalidReference(named.flaw, 500);
	const reference = storedAs(named);
	if (!to.world.references.has(reference)) return referenceNotFound();
	const rows = [untag(to, reference, id, true, how.at)];
	if (!isDigestReference(reference)) rows.push(...untagDigests(to, reference, id, how.at));
	if (referencesOf(to.world, id).length > 0) return rows;
	return deleteImage(to, id, rows, how, true) ?? rows;
};
/** With the last tag of a repository its digests go too, without an event of their own. */
const untagDigests = (to, removed, id, at) => {
	const repository = normalName(partsOf(removed));
	const left = referencesOf(to.world, id).filter((reference) => normalName(partsOf(reference)) === repository);
	return left.every(isDigestReference) ? left.map((reference) => untag(to, reference, id, false, at)) : [];
};
const untag = (to, id, image, announced, at) => {
	to.tell({
		stream: "reference",
		id,
		type: "ReferenceRemoved",
		at,
		image,
		announced
	});
	return { Untagged: id };
};
/** At most one tag, and every digest in that tag's repository. */
const isOneRepository = (references) => {
	if (references.length <= 1) return true;
	if (references.filter((reference) => !isDigestReference(reference)).length > 1) return false;
	return new Set(references.map((reference) => normalName(partsOf(reference)))).size === 1;
};
/** Deletes the image, its layers, and then its parents as far as nobody needs them. `quiet`: a conflict ends it silently. */
const deleteImage = (to, id, rows, { force, prune, at }, quiet) => {
	const conflict = conflictOf(to.world, id, {
		references: !force,
		stopped: !force
	});
	if (conflict) return quiet && (!isDangling(to.world, id) || conflict.used) ? void 0 : conflict.rejection;
	const image = to.world.images.get(id);
	if (!image) return void 0;
	for (const reference of referencesOf(to.world, id)) rows.push(untag(to, reference, id, true, at));
	rows.push({ Deleted: id }, ...dropImage(to, image, at));
	if (!prune || image.parent === void 0 || !to.world.images.has(image.parent)) return void 0;
	return deleteImage(to, image.parent, rows, {
		force: false,
		prune,
		at
	}, true);
};
/** The image goes, and every layer that it alone held. */
const dropImage = (to, image, at) => {
	to.tell({
		stream: "image",
		id: image.id,
		type: "ImageRemoved",
		at
	});
	const freed = layersFreed(to.world, topLayerOf(image));
	for (const id of freed) to.tell({
		stream: "layer",
		id,
		type: "LayerReleased",
		at
	});
	return freed.map((id) => ({ Deleted: id }));
};
// src/core/commands/client/prune-images.ts
/** `docker image prune` deletes what has no name; with `all`, what has no container, and it untags more than it deletes. */
const pruneImages$1 = (world, command, { entropy: { now } }) => {
	const { filters = {} } = command;
	const unknown = unknownFilter(filters, [
		"dangling",
		"label",
		"label!",
		"until"
	]);
	if (unknown) return reject(unknown);
	const all = isOfAll(command.all, filters.dangling);
	if (all === void 0) return reject(invalidFilter(`dangling=[${filters.dangling?.join(" ")}]`));
	const isChosen = chosenBy(filters, now);
	if (typeof isChosen === "object") return reject(isChosen);
	const story = new Story(world);
	const rows = candidates(world, isChosen).flatMap((id) => prune(story, id, all, now));
	const reclaimed = rows.reduce((sum, row) => sum + sizeOf$1(world, row), 0);
	story.tell({
		stream: "distribution",
		id: "distribution",
		type: "ImagesPruned",
		at: now,
		reclaimed
	});
	return accept(story.events, {
		...rows.length > 0 && { ImagesDeleted: rows },
		SpaceReclaimed: reclaimed
	});
};
/** Of several values of `dangling` a false one wins, and one that is true or false makes up for others that are neither (measured). */
const isOfAll = (all, dangling = []) => {
	const values = all === void 0 ? dangling : [...dangling, String(!all)];
	if (values.some((value) => value === "false" || value === "0")) return true;
	return values.length === 0 || values.some((value) => value === "true" || value === "1") ? false : void 0;
};
/** Everything that is not somebody's nameless step. The engine takes them in random order; here it is that of ids. */
const candidates = ({ images, indexes }, isChosen) => [...images].filter(([id]) => hasMember(indexes.imageReferences, id) || !hasMember(indexes.imageChildren, id)).filter(([, { config }]) => isChosen(config.config?.Labels, createdOf$1(config))).map(([id]) => id).sort();
/** An image that does not say when it was made is older than any other. */
const createdOf$1 = ({ created = zeroTime }) => parseInstant(created) ?? "0001-01-01T00:00:00Z";
const prune = (story, id, all, at) => {
	if (!story.world.images.has(id)) return [];
	const references = referencesOf(story.world, id);
	if (!all && !references.every(isDigestReference)) return [];
	return (references.length === 0 ? [hexOf$1(id)] : references).flatMap((name) => {
		const rows = removeImage$1(story, name, {
			force: false,
			prune: true,
			at
		});
		return "code" in rows ? [] : rows;
	});
};
/** Only layers have a size that is freed; the image's own row counts nothing. */
const sizeOf$1 = ({ layers }, row) => "Deleted" in row ? layers.get(row.Deleted)?.size ?? 0 : 0;
// src/core/images/platform.ts
const systems = /* @__PURE__ */ new Set([
	"linux",
	"windows",
	"darwin",
	"freebsd",
	"netbsd",
	"openbsd",
	"solaris",
	"aix",
	"android",
	"js"
]);
const architectures = /* @__PURE__ */ new Set([
	"386",
	"amd64",
	"arm",
	"arm64",
	"mips64",
	"mips64le",
	"ppc64",
	"ppc64le",
	"riscv64",
	"s390x"
]);
const nicknames = /* @__PURE__ */ new Set([
	"i386",
	"x86_64",
	"x86-64",
	"aarch64",
	"armhf",
	"armel"
]);
/** What is wrong with `--platform`, in containerd's words: one word must be a system or an architecture. */
const platformFlaw = (platform) => {
	const parts = platform.split("/");
	const strange = parts.find((part) => !/^[A-Za-z0-9_-]+$/.test(part));
	if (strange !== void 0) return `${JSON.stringify(strange)} is an invalid component of ${JSON.stringify(platform)}: platform specifier component must match "^[A-Za-z0-9_-]+$": invalid argument`;
	if (parts.length > 3) return `${JSON.stringify(platform)}: cannot parse platform specifier: invalid argument`;
	const word = platform.toLowerCase();
	if (parts.length > 1 || systems.has(word) || architectures.has(word) || nicknames.has(word)) return void 0;
	return `${JSON.stringify(platform)}: unknown operating system or architecture: invalid argument`;
};
// src/core/commands/client/pull-image.ts
const pullImage = (world, command, { entropy }) => {
	const parsed = nameOf$3(command);
	if (isFlaw(parsed)) return reject({
		code: "InvalidReference",
		status: 400,
		message: parsed.flaw
	});
	const flaw = command.platform === void 0 ? void 0 : platformFlaw(command.platform);
	if (flaw !== void 0) return reject({
		code: "InvalidPlatform",
		status: 400,
		message: flaw
	});
	const named = tagNameOnly(parsed);
	const { fetched } = command;
	if (!("manifest" in fetched)) return reject(refusal$1(named, fetched));
	const config = readImageConfig(fetched.config);
	const wrong = flawOf(config, fetched);
	if (wrong !== void 0 || "flaw" in config) return reject({
		code: "InvalidImage",
		status: 200,
		message: wrong ?? ""
	});
	return take$2(world, named, fetched, config, entropy);
};
const nameOf$3 = ({ reference, tag }) => {
	const named = parseName(reference);
	return isFlaw(named) || tag === void 0 ? named : withTag$1(named, tag);
};
const refusal$1 = (named, why) => {
	if ("unreachable" in why) return {
		code: "RegistryUnreachable",
		status: 500,
		message: why.unreachable
	};
	const name = familiar(named);
	if (why.refused === "unknown") return {
		code: "ManifestUnknown",
		status: 404,
		message: `manifest for ${name} not found: manifest unknown: manifest unknown`
	};
	return {
		code: "PullAccessDenied",
		status: 404,
		message: `pull access denied for ${familiar({
			domain: named.domain,
			path: named.path
		})}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`
	};
};
const flawOf = (config, { layers }) => {
	if ("flaw" in config) return config.flaw;
	if (layers.length > 125) return "max depth exceeded";
	return config.diffIds.length === layers.length && layers.every((it, at) => it.diffId === config.diffIds[at]) ? void 0 : "layers from manifest don't match image configuration";
};
const take$2 = (world, named, fetched, config, entropy) => {
	const image = imageIdOf(fetched.config);
	const at = entropy.now;
	const isNew = !world.images.has(image);
	const missing = isNew ? fetched.layers.slice(countHere(world, fetched)) : [];
	const reference = storedAs(named);
	const digestReference = storedAs({
		...named,
		digest: fetched.manifest
	});
	const isUpToDate = world.references.get(reference)?.image === image;
	const repository = normalName(named);
	const events = [...missing.map(({ blob, diffId }) => distributionEvent(entropy, {
		type: "BlobRecorded",
		digest: blob,
		diffId,
		repository
	})), ...isNew ? registerStack(world.layers, fetched.layers, entropy) : []];
	if (isNew) events.push({
		stream: "image",
		id: image,
		type: "ImageStored",
		at,
		bytes: fetched.config,
		config,
		origin: "pull"
	});
	for (const id of /* @__PURE__ */ new Set([digestReference, reference])) if (world.references.get(id)?.image !== image) events.push({
		stream: "reference",
		id,
		type: "ReferenceSet",
		at,
		image
	});
	events.push(distributionEvent(entropy, {
		type: "ImagePulled",
		reference: familiar(named),
		image,
		manifest: fetched.manifest
	}));
	const layerRows = isNew ? rowsOf(fetched.layers.map((it) => it.blob), missing.length) : [];
	return accept(events, {
		image,
		rows: [
			headOf$1(named),
			...layerRows,
			...tailOf$1(named, fetched.manifest, isUpToDate)
		]
	});
};
/**
* How many layers from the base up `Already exists`: the blob's digest must be known and its chain registered.
* A layer that is here under an unknown digest is fetched again, and thrown away (measured, docs/facts.md).
*/
const countHere = ({ layers, distribution }, fetched) => {
	const chains = chainIdsOf(fetched.layers.map((it) => it.diffId));
	const missing = fetched.layers.findIndex(({ blob, diffId }, at) => {
		const chain = chains[at];
		return distribution.diffIdByDigest.get(blob) !== diffId || chain === void 0 || !layers.has(chain);
	});
	return missing < 0 ? fetched.layers.length : missing;
};
const distributionEvent = (entropy, payload) => ({
	stream: "distribution",
	id: "distribution",
	at: entropy.now,
	...payload
});
const headOf$1 = (named) => ({
	id: named.digest === void 0 ? named.tag ?? "latest" : `${normalName(named)}@${named.digest}`,
	status: `Pulling from ${named.path}`
});
const tailOf$1 = (named, manifest, isUpToDate) => [{ status: `Digest: ${manifest}` }, { status: `Status: ${isUpToDate ? "Image is up to date" : "Downloaded newer image"} for ${familiar(named)}` }];
/** Docker fetches three layers at a time and extracts them one by one from the base; this is one order that it may show. */
const parallel = 3;
const rowsOf = (blobs, missing) => {
	const here = blobs.length - missing;
	const ids = blobs.map((blob) => shortId(hexOf$1(blob)));
	const fetched = ids.slice(here);
	return [
		...ids.map((id, at) => ({
			id,
			status: at < here ? "Already exists" : "Pulling fs layer"
		})),
		...fetched.slice(parallel).map((id) => ({
			id,
			status: "Waiting"
		})),
		...fetched.flatMap((id) => [{
			id,
			status: "Verifying Checksum"
		}, {
			id,
			status: "Download complete"
		}]),
		...fetched.map((id) => ({
			id,
			status: "Pull complete"
		}))
	];
};
// src/core/commands/client/remove-image.ts
/** `docker rmi` takes a name away, and the image with its last name. */
const removeImage = (world, command, { entropy }) => {
	const story = new Story(world);
	const { image, force = false, noprune = false } = command;
	const result = removeImage$1(story, image, {
		force,
		prune: !noprune,
		at: entropy.now
	});
	return "code" in result ? fail(result, story.events) : accept(story.events, result);
};
// src/core/images/saved.ts
/** What `docker save` puts into its archive. A repository's name without a tag means all its tags. */
const savedImages = (world, names) => {
	const saved = /* @__PURE__ */ new Map();
	for (const name of names) {
		const found = find(world, name);
		if ("code" in found) return found;
		for (const [id, tag] of found) {
			if (!world.images.has(id)) return imageFileMissing(id);
			const tags = saved.get(id) ?? /* @__PURE__ */ new Set();
			saved.set(id, tag === void 0 || isDigestReference(tag) ? tags : tags.add(tag));
		}
	}
	return [...saved.keys()].some((id) => world.images.get(id)?.config.diffIds.length === 0) ? emptyExport() : [...saved].map(([id, tags]) => ({
		id,
		tags: [...tags]
	}));
};
const find = (world, name) => {
	const parsed = parseAny(name);
	if (isFlaw(parsed)) return invalidReference(parsed.flaw, 500);
	if ("id" in parsed) return [[parsed.id]];
	if (familiarName(parsed) === "sha256") return byId(world, name);
	if (parsed.tag !== void 0 || parsed.digest !== void 0) {
		const reference = storedAs(parsed);
		const image = world.references.get(reference)?.image;
		return image === void 0 ? referenceNotFound() : [[image, reference]];
	}
	const all = tagsOf(world, parsed);
	return all.length > 0 ? all : byId(world, name);
};
const byId = (world, term) => {
	const id = searchImage(world, term);
	return id === void 0 ? imageNotFound(term) : [[id]];
};
const tagsOf = (world, named) => [...world.references.keys()].filter((reference) => isOf$1(reference, familiar(named))).sort(byNormalForm).flatMap((reference) => {
	const image = world.references.get(reference)?.image;
	return image === void 0 ? [] : [[image, reference]];
});
/** Whether a stored reference is of this repository; a host's port has a `:` too, so only what follows the name counts. */
const isOf$1 = (reference, repository) => reference.startsWith(repository) && /^[:@][^/]+$/.test(reference.slice(repository.length));
// src/core/commands/client/save-images.ts
/** `docker save` tells which images an archive shall hold. The archive itself is written outside. */
const saveImages = (world, { images }, { entropy }) => {
	const saved = savedImages(world, images);
	if ("code" in saved) return reject(saved);
	return accept(saved.map(({ id }) => ({
		stream: "image",
		id,
		type: "ImageSaved",
		at: entropy.now,
		name: id
	})), saved);
};
// src/core/commands/client/tag-image.ts
/** `docker tag` gives an image one more name, or moves the name from another image. */
const tagImage = (world, { image, repo, tag }, { entropy }) => {
	const found = findImage(world, image);
	if ("rejection" in found) return reject(found.rejection);
	const target = tagTarget(repo, tag);
	if ("rejection" in target) return reject(target.rejection);
	return accept(tagEvents(found.image.id, target.named, entropy.now));
};
// src/core/commands/client/image-verbs.ts
const imageVerbs = {
	PullImage: pullImage,
	LoadImage: loadImage$1,
	ImportImage: importImage$1,
	SaveImages: saveImages,
	TagImage: tagImage,
	RemoveImage: removeImage,
	PruneImages: pruneImages$1,
	InspectImage: inspectImage$1,
	HistoryImage: historyImage,
	ListImages: listImages,
	BeginStage: beginStage,
	BuildStep: buildStep,
	CommitBuildStep: commitBuildStep
};
// src/core/commands/client/volumes.ts
/** `docker volume create`. A volume that exists already is the answer; only an event tells of it. */
const createVolume$1 = (world, { name = "", driver = "local", labels, options }, { entropy }) => {
	const id = name === "" ? randomHex(entropy, "volume") : name;
	if (driver !== "local") return reject(noSuchVolumeDriver(id, driver));
	const flaw = volumeNameTrouble(id);
	if (flaw) return reject(flaw);
	if (world.volumes.get(id)) return accept([{
		stream: "volume",
		id,
		type: "VolumeCreatedAgain",
		at: entropy.now
	}], { name: id });
	const created = {
		stream: "volume",
		id,
		type: "VolumeCreated",
		at: entropy.now,
		driver,
		...labels && { labels },
		...options && { options },
		anonymous: name === ""
	};
	return accept([created], { name: id });
};
/** `docker volume rm` refuses while any container names the volume, running or not. */
const removeVolume = (world, { volume, force }, { entropy: { now } }) => {
	const id = volume;
	if (!world.volumes.has(id)) return force ? accept([]) : reject(noSuchVolume(volume));
	const users = [...world.indexes.volumeContainers.get(id)?.keys() ?? []].sort();
	if (users.length > 0) return reject(volumeInUse(volume, users));
	return accept([{
		stream: "volume",
		id,
		type: "VolumeRemoved",
		at: now
	}]);
};
const inspectVolume$1 = (world, { volume }) => world.volumes.has(volume) ? accept([]) : reject(noSuchVolume(volume));
const listVolumes$1 = (_world, _) => accept([]);
/** `docker volume prune` of this engine removes named and anonymous volumes alike, if no container names them. */
const pruneVolumes$1 = (world, { filters = {} }, { entropy: { now } }) => {
	const unknown = unknownFilter(filters, ["label", "label!"]);
	if (unknown) return reject(unknown);
	const isChosen = chosenBy(filters, now);
	if (typeof isChosen === "object") return reject(isChosen);
	const story = new Story(world);
	const deleted = [];
	let reclaimed = 0;
	for (const { name, content, labels, createdAt } of byName(world)) {
		if (world.indexes.volumeContainers.has(name) || !isChosen(labels, createdAt)) continue;
		story.tell({
			stream: "volume",
			id: name,
			type: "VolumeRemoved",
			at: now,
			pruned: true
		});
		deleted.push(name);
		reclaimed += sizeOfTree(content);
	}
	story.tell({
		stream: "distribution",
		id: "distribution",
		type: "VolumesPruned",
		at: now,
		reclaimed
	});
	return accept(story.events, {
		deleted,
		reclaimed
	});
};
const byName = ({ volumes }) => [...volumes.values()].sort((a, b) => a.name < b.name ? -1 : 1);
// src/core/commands/client/volume-verbs.ts
const volumeVerbs = {
	CreateVolume: createVolume$1,
	RemoveVolume: removeVolume,
	InspectVolume: inspectVolume$1,
	ListVolumes: listVolumes$1,
	PruneVolumes: pruneVolumes$1
};
// src/core/commands/client/index.ts
const clientVerbs = {
	...archiveVerbs,
	...containerVerbs,
	...imageVerbs,
	...volumeVerbs
};
// src/core/streams/host/rejections.ts
/** kill(2) of a number that nobody has. */
const noSuchNumber = (pid) => ({
	code: "NoSuchProcess",
	status: 0,
	errno: "ESRCH",
	message: `(${pid}) - No such process`
});
/** SIGSTOP holds it until SIGCONT. */
const processIsStopped = (pid) => ({
	code: "ProcessIsStopped",
	status: 0,
	errno: "EAGAIN",
	message: `process ${pid} is stopped`
});
/** The pids cgroup's limit is reached; threads and zombies count. */
const pidsLimitReached = () => ({
	code: "PidsLimitReached",
	status: 0,
	errno: "EAGAIN",
	message: "can't fork: Resource temporarily unavailable"
});
/** Every number of the pid namespace, or of the host, is given (`pid_max`). */
const noNumberLeft = () => ({
	...pidsLimitReached(),
	code: "NoNumberLeft"
});
const engineIsInstalled = () => ({
	code: "EngineIsInstalled",
	status: 0,
	message: "this host has an engine already"
});
const daemonIsRunning = () => ({
	code: "DaemonIsRunning",
	status: 0,
	message: "dockerd is running already"
});
const daemonIsNotRunning = () => ({
	code: "DaemonIsNotRunning",
	status: 0,
	message: "dockerd is not running"
});
// src/core/streams/host/file-rejections.ts
/** The kernel's refusal of a system call on a file. */
const fileError$1 = (errno, operation, path) => ({
	code: "FileError",
	status: 0,
	errno,
	message: `${operation} ${path}: ${errno}`
});
const noSuchProcess = (pid) => ({
	code: "NoSuchProcess",
	status: 0,
	errno: "ESRCH",
	message: `no living process ${pid} in a container`
});
/** A frozen process takes no step (law P7). */
const processIsFrozen = (pid) => ({
	code: "ProcessIsFrozen",
	status: 0,
	errno: "EAGAIN",
	message: `process ${pid} is frozen`
});
// src/core/commands/process/acting.ts
/** The process that acts, or why it can not: it must live, and neither be frozen nor stopped (law P7). */
const actor = (world, pid) => {
	const process = world.host.processes.get(pid);
	if (!process || process.state === "zombie") return noSuchProcess(pid);
	if (process.cgroup !== void 0 && world.host.cgroups.get(process.cgroup)?.frozen) return processIsFrozen(pid);
	return process.state === "stopped" ? processIsStopped(pid) : process;
};
const isRefused = (it) => "code" in it;
/** What happened on the host, and what containers make of the mains and execs that ended by it. */
const withConsequences = (world, { host, events, ended }, at) => {
	const reached = {
		...world,
		host
	};
	if (ended.length === 0) return remember(world, events, reached);
	const consequences = afterEndings(reached, ended, at);
	return remember(world, [...events, ...consequences], evolveAll(reached, consequences));
};
// src/core/commands/host/crash-daemon.ts
/** `kill -9 <dockerd>`. A containerd of its own dies with it; shims and containers live on (measured, docs/facts.md). */
const crashDaemon = (world, _, { entropy: { now } }) => {
	const dockerd = engineProcess(world.host, "dockerd");
	if (dockerd === void 0) return reject(daemonIsNotRunning());
	return accept(withConsequences(world, exitProcess$1(world.host, dockerd, killed, now), now));
};
// src/core/lifecycle/restarts.ts
/** The restart manager's timers that are due by now, the earliest first. While no daemon runs there are no timers. */
const fireRestarts$1 = (world, context) => {
	const { now } = context.entropy;
	if (world.host.daemon !== "running") return [];
	const story = new Story(world);
	for (const { id } of pendingRestarts(world).filter(([dueAt]) => dueAt <= now).map(([, container]) => container)) wake(story, id, "policy", now, context);
	return story.events;
};
/** Restarts that wait for their moment, the next one first. */
const pendingRestarts = ({ containers }) => {
	const pending = [];
	for (const container of containers.values()) if (container.state.status === "restarting") pending.push([container.state.dueAt, container]);
	return pending.sort(([a, one], [b, other]) => a === b ? one.id < other.id ? -1 : 1 : a < b ? -1 : 1);
};
// src/core/commands/host/fire-restarts.ts
/** The restart manager's timers that are due by now. */
const fireRestarts = (world, _, context) => accept(fireRestarts$1(world, context));
// src/core/commands/host/install-engine.ts
/** The beginning of every log: which engine this host has. It comes up at once. */
const installEngine = (world, command, { entropy }) => {
	const { profile = "docker-20.10", liveRestore = false } = command;
	if (world.host.daemon !== "stopped" || engineProcess(world.host, "containerd") !== void 0) return reject(engineIsInstalled());
	const telling = begin(world.host);
	tell(telling, {
		stream: "host",
		id: "host",
		type: "EngineInstalled",
		at: entropy.now,
		profile,
		liveRestore
	});
	spawnEngine(telling, liveRestore, entropy.now);
	return accept(telling.events);
};
// src/core/commands/host/kill-containerd.ts
/** `kill -9 <containerd>`: nothing happens to shims and mains, and another one comes up (measured, docs/facts.md). */
const killContainerd = (world, _, { entropy: { now } }) => {
	const containerd = engineProcess(world.host, "containerd");
	if (containerd === void 0) return reject(daemonIsNotRunning());
	return accept(withConsequences(world, exitProcess$1(world.host, containerd, killed, now), now));
};
// src/core/commands/host/run-out-of-memory.ts
/**
* The kernel kills a process for memory, pid 1 of a namespace too. The container is told of the OOM before the end; what
* it shows as OOMKilled counts from its next exit on (measured, docs/facts.md).
*/
const runOutOfMemory = (world, { pid }, { entropy: { now } }) => {
	const process = world.host.processes.get(pid);
	if (!process || process.state === "zombie" || process.kind === "init") return reject(noSuchNumber(pid));
	const id = process.cgroup;
	const told = id !== void 0 && world.containers.has(id) && world.host.daemon === "running" ? [{
		stream: "container",
		id,
		type: "ContainerOutOfMemory",
		at: now
	}] : [];
	const after = told.reduce(evolve, world);
	return accept([...told, ...withConsequences(after, exitProcess$1(world.host, pid, killed, now), now)]);
};
// src/core/lifecycle/daemon.ts
/** A daemon that shuts down stops every living container first, all at once. That does not count as a manual stop. */
const stopForShutdown = (world, { now }) => {
	const story = new Story(world);
	const living = inOrder$1(world).filter((it) => hasProcess(it) || it.state.status === "restarting");
	bringAllDown(story, living, "shutdown", now);
	return story.events;
};
/**
* A daemon that comes up looks after what it left behind. Without live-restore it stops the processes that survived,
* and that counts as a manual stop; then it starts what the policies want, and finishes removals.
*/
const afterDaemonStart = (world, ended, context) => {
	const { now } = context.entropy;
	const story = new Story(world);
	story.hasNetworks = false;
	for (const ending of ended) if (ending.kind === "main") tellUnheard(story, ending, now);
	for (const container of inOrder$1(story.world)) if (hasProcess(container)) tellLost(story, container, now);
	const survivors = inOrder$1(story.world).filter(hasProcess);
	let at = now;
	if (world.host.liveRestore) killAutoRemoved(story, survivors, now);
	else at = bringAllDown(story, survivors, "client", now);
	story.hasNetworks = true;
	for (const { id } of inOrder$1(story.world)) settle(story, id, at, context);
	return story.events;
};
/** Those that answer the stop signal go first, the others when their time is up. Gives the moment when all is quiet. */
const bringAllDown = (story, all, by, at) => {
	const stubborn = [];
	for (const container of all) {
		const timeout = Math.max(0, timeoutOf$1(container, void 0));
		if (askToStop(story, container.id, timeout, by, at)) autoRemove(story, container.id, at);
		else stubborn.push([container.id, timeout]);
	}
	let last = at;
	for (const [id, timeout] of stubborn.sort(([, a], [, b]) => a - b)) {
		last = forceDown(story, id, timeout, by, at);
		autoRemove(story, id, last);
	}
	return last;
};
/**
* Main ended while no daemon ran: code and time are recovered, but Docker never tells of a die (measured). Without a shim
* nobody can tell the code: main lived on, is killed by the clean-up now, and counts as lost (measured: 255, at this time).
*/
const tellUnheard = (story, ending, now) => {
	const container = story.world.containers.get(ending.container);
	if (!container || !("pid" in container.state) || container.state.pid !== ending.pid) return;
	if (ending.shimLost) tellDead(story, container, 255, now, now);
	else tellDead(story, container, exitCodeOf$1(ending.ending), ending.at < now ? ending.at : now, now);
};
/** Main ended and its shim was killed after it, all while no daemon ran: nobody is left who knows the code (measured: 255). */
const tellLost = (story, container, now) => {
	const main = "pid" in container.state ? story.world.host.processes.get(container.state.pid) : void 0;
	if (main?.cgroup !== container.id || main.state === "zombie") tellDead(story, container, 255, now, now);
};
const tellDead = (story, container, exitCode, at, now) => {
	story.tell(ofContainer$1(container.id, at, "ContainerDied", {
		exitCode,
		reported: exitCode,
		next: {
			status: "exited",
			error: ""
		},
		unheard: true
	}));
	letGo(story, container, now);
};
/** Measured: even with live-restore an auto-removed container does not survive its daemon. */
const killAutoRemoved = (story, survivors, at) => {
	for (const { id, hostConfig } of survivors) if (hostConfig.AutoRemove) killNow(story, id, at);
};
const settle = (story, id, at, context) => {
	const found = story.world.containers.get(id);
	if (found) takeVolumes(story, found, at);
	const container = story.world.containers.get(id);
	if (!container || hasProcess(container)) return;
	const { status } = container.state;
	if (status === "removing") story.tell(ofContainer$1(id, at, "RemovalFailed", { error: "" }));
	else if (container.hostConfig.AutoRemove) discard(story, id, at, true);
	else if (startsWithDaemon(container)) wake(story, id, "daemon", at, context);
};
const inOrder$1 = ({ containers }) => [...containers.values()].sort((a, b) => a.createdAt < b.createdAt || a.createdAt === b.createdAt && a.id < b.id ? -1 : 1);
// src/core/commands/host/stop-daemon.ts
/** `kill -TERM <dockerd>`: containers are stopped first, unless they shall live on (live-restore). */
const stopDaemon = (world, _, { entropy }) => {
	if (world.host.daemon !== "running") return reject(daemonIsNotRunning());
	const stops = world.host.liveRestore ? [] : stopForShutdown(world, entropy);
	const at = stops.at(-1)?.at ?? entropy.now;
	return accept([...stops, ...stopEngine(evolveAll(world, stops).host, at).events]);
};
// src/core/commands/host/signal-host-process.ts
/** `kill` by root of the host: any process, a container's or the engine's own; a thread's number means its process. */
const signalHostProcess = (world, { pid, signal }, context) => {
	const { now } = context.entropy;
	const receiver = ownerOf$2(world.host, hostNamespace, pid);
	const target = receiver === void 0 ? void 0 : world.host.processes.get(receiver);
	if (!target) return reject(noSuchNumber(pid));
	if (target.kind === "dockerd" && (signal === 15 || signal === 2) && target.state === "sleeping") return stopDaemon(world, {
		issuer: "host",
		type: "StopDaemon"
	}, context);
	const from = target.namespace === "host" ? "inside" : "outside";
	return accept(withConsequences(world, deliverSignal(world.host, target.pid, signal, from, now), now));
};
// src/core/commands/host/start-daemon.ts
/** dockerd comes up again and looks after the containers that it left behind. */
const startDaemon = (world, { liveRestore = world.host.liveRestore }, context) => {
	if (world.host.daemon === "running") return reject(daemonIsRunning());
	const { host, events, ended } = startEngine(world.host, liveRestore, context.entropy.now);
	return accept([...events, ...afterDaemonStart({
		...world,
		host
	}, ended, context)]);
};
// src/core/commands/host/start-service.ts
/** The host's service manager starts a process outside any container, a child of the host's pid 1. */
const startService = (world, command, { entropy }) => {
	const { argv, comm, user } = command;
	const service = {
		argv,
		...comm !== void 0 && { comm },
		...user !== void 0 && { user }
	};
	const { events, pid } = spawnService(world.host, service, entropy.now);
	return accept(events, { pid });
};
// src/core/commands/host/index.ts
const hostVerbs = {
	InstallEngine: installEngine,
	StartService: startService,
	SignalHostProcess: signalHostProcess,
	StopDaemon: stopDaemon,
	CrashDaemon: crashDaemon,
	StartDaemon: startDaemon,
	KillContainerd: killContainerd,
	RunOutOfMemory: runOutOfMemory,
	FireRestarts: fireRestarts
};
// src/core/commands/process/execute-program.ts
/** `execve`: the same process runs another program. Its numbers, children and parent stay. */
const executeProgram = (world, { pid, argv }, { entropy }) => {
	const process = actor(world, pid);
	return isRefused(process) ? reject(process) : accept(executeProgram$1(world.host, process, argv, entropy.now).events);
};
// src/core/commands/process/exit-process.ts
/** A process ends by itself. Pid 1 takes its whole namespace with it (law P4). */
const exitProcess = (world, { pid, code, fault }, { entropy: { now } }) => {
	const process = actor(world, pid);
	if (isRefused(process)) return reject(process);
	if (process.kind === "init") return reject(noSuchProcess(pid));
	const ending = fault === void 0 ? { code: code & 255 } : { signal: fault };
	return accept(withConsequences(world, exitProcess$1(world.host, pid, ending, now), now));
};
// src/core/commands/process/files/act.ts
/**
* One system call on one path: finds the file system that the path leads into, lets the union answer, and says what
* changed. A refusal is the kernel's errno.
*/
const act = (world, command, context, operation, call) => {
	const process = world.host.processes.get(command.pid);
	const container = process?.cgroup === void 0 ? void 0 : world.containers.get(process.cgroup);
	if (!process || !container || process.state === "zombie") return reject(noSuchProcess(command.pid));
	if (world.host.cgroups.get(container.id)?.frozen) return reject(processIsFrozen(command.pid));
	return actIn(world, container, command, context, operation, call);
};
const actIn = (world, container, { path, uid = 0, gid = 0 }, { entropy, contents }, operation, call) => {
	const where = whereIs(world, container, path);
	if (!where) return reject(fileError$1("ENOENT", operation, path));
	if (where.kind === "outside") return outside(operation, path, where.mount);
	let blobs;
	const put = (bytes) => {
		const digest = digestOf$1(bytes);
		blobs ??= /* @__PURE__ */ new Map();
		blobs.set(digest, bytes);
		return digest;
	};
	const outcome = call(where.union, where.path, {
		uid,
		gid,
		umask: 18,
		now: entropy.now,
		readonly: !where.rw,
		contents: (digest) => blobs?.get(digest) ?? contents(digest),
		put
	});
	const changes = outcome.changes ?? [];
	const change = {
		operation,
		path: where.path,
		changes,
		at: entropy.now
	};
	const events = changes.length === 0 ? [] : [changed(world, where, change)];
	if (outcome.ok) return accept(events, outcome.value, blobs);
	const rejection = fileError$1(outcome.errno, operation, path);
	return events.length === 0 ? reject(rejection) : {
		accepted: false,
		rejection,
		events
	};
};
const changed = (world, where, change) => {
	switch (where.kind) {
		case "volume": return {
			stream: "volume",
			id: where.id,
			type: "VolumeChanged",
			...change
		};
		case "write-layer": return {
			stream: "write-layer",
			id: where.id,
			type: "UpperChanged",
			...change
		};
		case "tmpfs": {
			const { id, mount: destination, union } = where;
			const isNew = !world.containers.get(id)?.tmpfs?.has(destination);
			const root = {
				set: 1,
				node: withoutLinks(inodeOf(union.upper, 1))
			};
			const changes = isNew ? [root, ...change.changes] : change.changes;
			return {
				stream: "container",
				id,
				type: "TmpfsChanged",
				destination,
				...change,
				changes
			};
		}
	}
};
/** A system call on two paths: both must lead into one file system, else EXDEV. */
const actOnTwo = (world, command, context, operation, call) => {
	const id = world.host.processes.get(command.pid)?.cgroup;
	const container = id === void 0 ? void 0 : world.containers.get(id);
	const from = container && whereIs(world, container, command.path);
	const to = container && whereIs(world, container, command.to);
	if (operation === "rename" && [from, to].some(isMountPoint)) return reject(fileError$1("EBUSY", operation, command.path));
	return act(world, command, context, operation, (union, path, ctx) => to && to.kind !== "outside" && from && isOneSystem(from, to) ? call(union, path, to.path, ctx) : {
		ok: false,
		errno: "EXDEV"
	});
};
const isMountPoint = (where) => (where?.kind === "volume" || where?.kind === "tmpfs") && where.path === "/";
const isOneSystem = (a, b) => {
	if (a.kind === "outside" || b.kind === "outside" || a.kind !== b.kind || a.id !== b.id) return false;
	return a.kind !== "tmpfs" || b.kind === "tmpfs" && a.mount === b.mount;
};
/** The engine's own mount points can not be taken away (measured: EBUSY); writes below them come to nothing. */
const outside = (operation, path, mount) => {
	return path === mount && (operation === "unlink" || operation === "rmdir" || operation === "rename") ? reject(fileError$1("EBUSY", operation, path)) : accept([]);
};
// src/core/commands/process/files/bytes.ts
const utf8$1 = new TextEncoder();
/** What a command writes: text as UTF-8, or bytes that the caller has stored beside the log already. */
const bytesIn = ({ data, content }, { contents }) => content === void 0 ? utf8$1.encode(data ?? "") : known$1(contents(content), `content ${content}`);
// src/core/commands/process/files/append-file.ts
/** `>> file`: makes the file if need be and writes at its end. */
const appendFile = (world, command, context) => act(world, command, context, "append", (union, path, ctx) => appendFile$1(union, path, bytesIn(command, context), ctx, command.mode));
// src/core/commands/process/files/chmod-file.ts
/** `chmod`, following symlinks. */
const chmodFile = (world, command, context) => act(world, command, context, "chmod", (union, path, ctx) => chmod(union, path, command.mode, ctx));
// src/core/commands/process/files/chown-file.ts
/** `chown`, or `chown -h` of the link itself. */
const chownFile = (world, command, context) => act(world, command, context, "chown", (union, path, ctx) => (command.link ? lchown : chown$1)(union, path, ownerIn(command), ctx));
const ownerIn = ({ owner, group }) => ({
	...owner !== void 0 && { uid: owner },
	...group !== void 0 && { gid: group }
});
// src/core/commands/process/files/create-file.ts
/** Makes a file that must not be there yet (O_EXCL). */
const createFile = (world, command, context) => act(world, command, context, "create", (union, path, ctx) => createFile$1(union, path, bytesIn(command, context), ctx, command.mode));
// src/core/commands/process/files/link-file.ts
/** `ln path to`: a further name of the same inode. */
const linkFile = (world, command, context) => actOnTwo(world, command, context, "link", (union, path, to, ctx) => link$4(union, path, to, ctx));
// src/core/commands/process/files/make-directory.ts
/** `mkdir`; over a whiteout the new directory is opaque. */
const makeDirectory = (world, command, context) => act(world, command, context, "mkdir", (union, path, ctx) => mkdir$1(union, path, ctx, command.mode));
// src/core/commands/process/files/make-special-file.ts
/** `mkfifo`, `mknod`, or the name that a bound socket leaves. */
const makeSpecialFile = (world, command, context) => act(world, command, context, "mknod", (union, path, ctx) => {
	if (command.special === "fifo") return mkfifo(union, path, ctx, command.mode);
	if (command.special === "socket") return makeSocket(union, path, ctx, command.mode);
	return mknod$1(union, path, command.special, ctx, command.mode);
});
// src/core/commands/process/files/remove-directory.ts
/** `rmdir`: takes an empty directory away. */
const removeDirectory = (world, command, context) => act(world, command, context, "rmdir", (union, path, ctx) => rmdir$1(union, path, ctx));
// src/core/commands/process/files/remove-file.ts
/** `rm`: takes a name away; an image's file gets a whiteout (law W7). */
const removeFile = (world, command, context) => act(world, command, context, "unlink", (union, path, ctx) => unlink$1(union, path, ctx));
// src/core/commands/process/files/remove-xattr.ts
/** Removes an extended attribute. */
const removeXattr = (world, command, context) => act(world, command, context, "removexattr", (union, path, ctx) => removexattr(union, path, command.name, ctx));
// src/core/commands/process/files/rename-file.ts
/** `mv` as the kernel does it: a directory of an image can not be renamed (EXDEV). */
const renameFile = (world, command, context) => actOnTwo(world, command, context, "rename", (union, path, to, ctx) => rename$1(union, path, to, ctx));
// src/core/commands/process/files/set-xattr.ts
/** Sets an extended attribute; the value is latin-1 text of its bytes. */
const setXattr = (world, command, context) => act(world, command, context, "setxattr", (union, path, ctx) => setxattr(union, path, command.name, command.value, ctx));
// src/core/commands/process/files/symlink-file.ts
/** `ln -s target path`. */
const symlinkFile = (world, command, context) => act(world, command, context, "symlink", (union, path, ctx) => symlink$1(union, command.target, path, ctx));
// src/core/commands/process/files/touch-file.ts
/** Sets the modification time: to `mtime`, or to now. */
const touchFile = (world, command, context) => act(world, command, context, "utime", (union, path, ctx) => utimes(union, path, command.mtime, ctx));
// src/core/commands/process/files/truncate-file.ts
/** Cuts a file, or fills it up with zeros, to a size in bytes. */
const truncateFile = (world, command, context) => act(world, command, context, "truncate", (union, path, ctx) => truncate$1(union, path, command.size, ctx));
// src/core/commands/process/files/write-file.ts
/** `> file`: makes the file if need be and replaces its content. */
const writeFile = (world, command, context) => act(world, command, context, "write", (union, path, ctx) => writeFile$1(union, path, bytesIn(command, context), ctx, command.mode));
// src/core/commands/process/files/index.ts
const fileVerbs = {
	AppendFile: appendFile,
	ChmodFile: chmodFile,
	ChownFile: chownFile,
	CreateFile: createFile,
	LinkFile: linkFile,
	MakeDirectory: makeDirectory,
	MakeSpecialFile: makeSpecialFile,
	RemoveDirectory: removeDirectory,
	RemoveFile: removeFile,
	RemoveXattr: removeXattr,
	RenameFile: renameFile,
	SetXattr: setXattr,
	SymlinkFile: symlinkFile,
	TouchFile: touchFile,
	TruncateFile: truncateFile,
	WriteFile: writeFile
};
// src/core/commands/process/fork-process.ts
/** `fork`: a child that is a copy, with the next numbers of the host and of the pid namespace. */
const fork = (world, { pid, comm, argv }, { entropy }) => {
	const parent = actor(world, pid);
	if (isRefused(parent)) return reject(parent);
	if (isAtPidsLimit(world, parent)) return reject(pidsLimitReached());
	if (!hasRoomFor(world.host, parent.namespace, 1)) return reject(noNumberLeft());
	const as = {
		...comm !== void 0 && { comm },
		...argv && { argv }
	};
	const born = forkProcess(world.host, pid, entropy.now, as);
	const { nsPid } = known$1(born.host.processes.get(born.pid), "child");
	return accept(born.events, {
		pid: born.pid,
		nsPid
	});
};
/** `--pids-limit` counts processes, threads and zombies of the cgroup. */
const isAtPidsLimit = (world, { cgroup }) => {
	const limit = cgroup === void 0 ? 0 : world.containers.get(cgroup)?.hostConfig.PidsLimit ?? 0;
	return limit > 0 && cgroup !== void 0 && (world.host.cgroups.get(cgroup)?.pids ?? 0) >= limit;
};
// src/core/commands/process/print-output.ts
/**
* Text on stdout or stderr. What main and its children print goes to the container's log; what an exec prints goes to its
* client alone. A terminal has one stream, and lines on it end in CR LF.
*/
const printOutput = (world, { pid, output, text, toMain }, { entropy }) => {
	const process = actor(world, pid);
	if (isRefused(process)) return reject(process);
	const container = process.cgroup === void 0 ? void 0 : world.containers.get(process.cgroup);
	if (!container || text === "" || process.exec !== void 0 && !toMain) return accept([]);
	const { Tty } = container.config;
	return accept([{
		stream: "container",
		id: container.id,
		type: "OutputPrinted",
		at: entropy.now,
		output: Tty ? "stdout" : output,
		text: Tty ? text.replace(/\r?\n/g, "\r\n") : text
	}]);
};
// src/core/commands/process/set-disposition.ts
/** `sigaction`: what a signal will do from now on. */
const setDisposition = (world, { pid, signal, disposition }, { entropy }) => {
	const process = actor(world, pid);
	if (isRefused(process)) return reject(process);
	const at = entropy.now;
	return accept([{
		stream: "host",
		id: "host",
		type: "DispositionSet",
		at,
		pid,
		signal,
		...disposition && { disposition }
	}]);
};
// src/core/commands/process/set-pid-max.ts
/** One more than RESERVED_PIDS, and PID_MAX_LIMIT (measured, docs/facts.md). */
const [least, most$2] = [301, 4194304];
/** A write to `/proc/sys/kernel/pid_max`, which belongs to the pid namespace since Linux 6.14. */
const setPidMax = (world, { pid, max }, { entropy }) => {
	const process = actor(world, pid);
	if (isRefused(process)) return reject(process);
	if (max < least || max > most$2) return reject(fileError$1("EINVAL", "write", "/proc/sys/kernel/pid_max"));
	const { namespace } = process;
	return accept([{
		stream: "host",
		id: "host",
		type: "PidMaxSet",
		at: entropy.now,
		namespace,
		max
	}]);
};
// src/core/commands/process/set-subreaper.ts
/** `prctl(PR_SET_CHILD_SUBREAPER)`: orphans below come to this process instead of to pid 1. */
const setSubreaper = (world, { pid }, { entropy }) => {
	const process = actor(world, pid);
	if (isRefused(process)) return reject(process);
	return accept([{
		stream: "host",
		id: "host",
		type: "SubreaperSet",
		at: entropy.now,
		pid
	}]);
};
// src/core/commands/process/signal-process.ts
/** `kill` inside: only what the sender's pid namespace has can be named. The answer is success even if pid 1 is deaf. */
const signalProcess = (world, { pid, target, signal }, { entropy: { now } }) => {
	const sender = actor(world, pid);
	if (isRefused(sender)) return reject(sender);
	if (target === -1) return accept(withConsequences(world, signalEveryone(world.host, sender, signal, now), now));
	const receiver = ownerOf$2(world.host, sender.namespace, target);
	if (receiver === void 0) return reject(noSuchNumber(target));
	const from = world.host.processes.get(receiver)?.namespace === sender.namespace ? "inside" : "outside";
	return accept(withConsequences(world, deliverSignal(world.host, receiver, signal, from, now), now));
};
// src/core/commands/process/spawn-thread.ts
/** A thread takes numbers like a process and is none (law P6). */
const spawnThread = (world, { pid, comm }, { entropy }) => {
	const process = actor(world, pid);
	if (isRefused(process)) return reject(process);
	if (isAtPidsLimit(world, process)) return reject(pidsLimitReached());
	if (!hasRoomFor(world.host, process.namespace, 1)) return reject(noNumberLeft());
	const { events, thread } = spawnThread$1(world.host, pid, comm, entropy.now);
	return accept(events, {
		tid: thread.tid,
		nsTid: thread.nsTid
	});
};
// src/core/commands/process/wait-children.ts
/** `wait`: the zombies among the children are gone. */
const waitChildren = (world, { pid, forever }, { entropy: { now } }) => {
	const process = actor(world, pid);
	if (isRefused(process)) return reject(process);
	const waited = withConsequences(world, waitChildren$1(world.host, pid, now), now);
	if (forever === void 0 || forever === process.reaps) return accept(waited);
	return accept([{
		stream: "host",
		id: "host",
		type: "ReapingSet",
		at: now,
		pid,
		reaps: forever
	}, ...waited]);
};
// src/core/commands/process/index.ts
const processVerbs = {
	ForkProcess: fork,
	ExecuteProgram: executeProgram,
	SpawnThread: spawnThread,
	SignalProcess: signalProcess,
	ExitProcess: exitProcess,
	PrintOutput: printOutput,
	SetDisposition: setDisposition,
	SetSubreaper: setSubreaper,
	SetPidMax: setPidMax,
	WaitChildren: waitChildren,
	...fileVerbs
};
// src/core/commands/registry/move-registry-tag.ts
const moveRegistryTag = ({ distribution }, { repository, tag, manifest }, { entropy }) => {
	const name = parseName(repository);
	const named = isFlaw(name) ? name : withTag$1(name, tag);
	if (isFlaw(named)) return reject({
		code: "InvalidReference",
		status: 400,
		message: named.flaw
	});
	if (!isDigest(manifest)) return reject({
		code: "InvalidDigest",
		status: 400,
		message: "invalid checksum digest format"
	});
	const familiar = familiarName(named);
	if (distribution.movedTags.get(`${familiar}:${tag}`) === manifest) return accept([]);
	const frame = {
		stream: "distribution",
		id: "distribution",
		at: entropy.now
	};
	return accept([{
		...frame,
		type: "RegistryTagMoved",
		repository: familiar,
		tag,
		manifest
	}]);
};
// src/core/commands/registry/index.ts
const registryVerbs = { MoveRegistryTag: moveRegistryTag };
// src/core/decide.ts
/** Does all the thinking: same world, same command, same context, same answer (law E5). */
const decide = (world, command, context) => {
	switch (command.issuer) {
		case "client":
			if (world.host.daemon !== "running") return reject(noDaemon);
			return call$1(clientVerbs[command.type], world, command, context);
		case "process": return call$1(processVerbs[command.type], world, command, context);
		case "host": return call$1(hostVerbs[command.type], world, command, context);
		case "registry": return call$1(registryVerbs[command.type], world, command, context);
		default: return never(command);
	}
};
/** What the docker command prints when nobody listens on the socket; there is no HTTP answer then. */
const noDaemon = {
	code: "DaemonNotRunning",
	status: 0,
	message: "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"
};
/** The table's type has already matched verb and command; TypeScript can not say so of a union. */
const call$1 = (verb, world, command, context) => verb(world, command, context);
// src/views/prepared-files.ts
/** `/etc/hosts`: the file of a container without a network of its own, and the hosts that were asked for (measured, docs/facts.md). */
const hostsFile = ({ hostConfig: { ExtraHosts = [] } }) => [
	"127.0.0.1	localhost",
	"::1	localhost ip6-localhost ip6-loopback",
	"fe00::0	ip6-localnet",
	"ff00::0	ip6-mcastprefix",
	"ff02::1	ip6-allnodes",
	"ff02::2	ip6-allrouters",
	...ExtraHosts.map((host) => {
		const at = host.indexOf(":");
		return `${host.slice(at + 1)}\t${host.slice(0, at)}`;
	}),
	""
].join("\n");
/**
* `/etc/resolv.conf`: what was asked for. The engine copies the host's file at each start otherwise; these are the name
* servers that it takes where the host has none.
*/
const resolvConf = ({ hostConfig: { Dns = [], DnsSearch = [], DnsOptions = [] } }) => {
	if (Dns.length + DnsSearch.length + DnsOptions.length === 0) return usual$1;
	const servers = Dns.length > 0 ? Dns : ["8.8.8.8", "8.8.4.4"];
	return [
		...DnsSearch.length > 0 ? [`search ${DnsSearch.join(" ")}`] : [],
		...servers.map((server) => `nameserver ${server}`),
		...DnsOptions.length > 0 ? [`options ${DnsOptions.join(" ")}`] : [],
		""
	].join("\n");
};
const usual$1 = "\nnameserver 8.8.8.8\nnameserver 8.8.4.4\n";
// src/views/processes.ts
/** Exactly main's pid namespace, in its own numbers (law P2); nothing while the container has no process. */
const containerView = (world, id) => {
	const state = world.containers.get(id)?.state;
	const main = state && "pid" in state ? world.host.processes.get(state.pid) : void 0;
	if (!main) return [];
	return seenFrom(world, main).map((process) => ownRow(world, main, process)).sort((a, b) => a.pid - b.pid);
};
/** The host's namespace shows the processes of all others too. */
const seenFrom = ({ host }, { namespace }) => namespace === "host" ? [...host.processes.values()] : [...host.namespaces.get(namespace)?.members.values() ?? []].flatMap((pid) => host.processes.get(pid) ?? []);
const ownRow = ({ host }, main, process) => {
	const parent = process.parent === 0 ? void 0 : host.processes.get(process.parent);
	const isHost = main.namespace === hostNamespace;
	const numberOf = (it) => isHost ? it.pid : it.nsPid;
	return {
		pid: numberOf(process),
		ppid: parent && (isHost || parent.namespace === main.namespace) ? numberOf(parent) : 0,
		comm: process.comm,
		args: process.argv,
		state: letter(host, process),
		threads: process.threads.map(({ tid, nsTid, comm }) => ({
			tid: isHost ? tid : nsTid,
			comm
		}))
	};
};
// src/views/mounts.ts
/** The lower directories' short links, uppermost first: the init layer, then the image from its top to its base (law W10). */
const lowerLinks = (world, id) => {
	const layer = world.writeLayers.get(id);
	return layer ? [layer.initLink, ...linksDown(world, layer.parent)] : [];
};
/** A chain of layers from its top to its base. */
const down = ({ layers }, top) => {
	const chain = [];
	for (let layer = top && layers.get(top); layer; layer = layer.parent && layers.get(layer.parent)) chain.push(layer);
	return chain;
};
const linksDown = (world, top) => down(world, top).map(({ link }) => link);
/** The directories under `overlay2/` of a chain of layers, from its top to its base. */
const cacheIdsDown = (world, top) => down(world, top).map(({ cacheId }) => cacheId);
// src/programs/mount-table.ts
const kernel = "nosuid,nodev,noexec,relatime";
const root$1 = "/var/lib/docker/overlay2";
/** What a container's processes see mounted, in the order in which the runtime mounts it (measured, docs/facts.md). */
const mountTable = (world, container) => [
	{
		device: "overlay",
		target: "/",
		type: "overlay",
		options: overlayOptions(world, container)
	},
	{
		device: "proc",
		target: "/proc",
		type: "proc",
		options: `rw,${kernel}`
	},
	{
		device: "tmpfs",
		target: "/dev",
		type: "tmpfs",
		options: "rw,nosuid,size=65536k,mode=755"
	},
	{
		device: "devpts",
		target: "/dev/pts",
		type: "devpts",
		options: "rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666"
	},
	{
		device: "sysfs",
		target: "/sys",
		type: "sysfs",
		options: `ro,${kernel}`
	},
	{
		device: "mqueue",
		target: "/dev/mqueue",
		type: "mqueue",
		options: `rw,${kernel}`
	},
	{
		device: "shm",
		target: "/dev/shm",
		type: "tmpfs",
		options: `rw,${kernel},size=65536k`
	},
	...container.mounts.map(({ destination, type, rw }) => type === "tmpfs" ? {
		device: "tmpfs",
		target: destination,
		type: "tmpfs",
		options: `${rw ? "rw" : "ro"},${kernel}`
	} : {
		device: backing,
		target: destination,
		type: "ext4",
		options: `${rw ? "rw" : "ro"},relatime`
	}),
	...[
		"/etc/resolv.conf",
		"/etc/hostname",
		"/etc/hosts"
	].map((target) => ({
		device: backing,
		target,
		type: "ext4",
		options: "rw,relatime"
	}))
];
/** The disk under the data root; its name is the host's own business. */
const backing = "/dev/vda";
/** The kernel shows the options in an order of its own, and leaves out `index=off`, its default. */
const overlayOptions = (world, { id, hostConfig }) => {
	const layer = world.writeLayers.get(id);
	const lower = lowerLinks(world, id).map((link) => `${root$1}/l/${link}`);
	const own = `${root$1}/${layer?.mountId ?? ""}`;
	return `${hostConfig.ReadonlyRootfs === true ? "ro" : "rw"},relatime,lowerdir=${lower.join(":")},upperdir=${own}/diff,workdir=${own}/work`;
};
// src/programs/outside-files.ts
const utf8 = new TextEncoder();
/** Files that the engine or the kernel puts into a container: no layer holds them. */
const outsideFile = (looker, path) => {
	const text = textOf$4(looker, path);
	return text === void 0 ? void 0 : utf8.encode(text);
};
const textOf$4 = (looker, path) => {
	const { container } = looker;
	const hostname = container.config.Hostname ?? container.id.slice(0, 12);
	switch (path) {
		case "/dev/null":
		case "/dev/stdin": return "";
		case "/etc/hostname": return `${hostname}\n`;
		case "/etc/hosts": return hostsFile(container);
		case "/etc/resolv.conf": return resolvConf(container);
		case "/proc/mounts":
		case "/proc/self/mounts": return mountTable(looker.world, container).map(({ device, target, type, options }) => `${device} ${target} ${type} ${options} 0 0\n`).join("");
		default: return processFile(looker, path);
	}
};
const ofProcess = [
	"cmdline",
	"comm",
	"stat",
	"status"
];
const states$1 = {
	S: "S (sleeping)",
	T: "T (stopped)",
	D: "D (disk sleep)",
	Z: "Z (zombie)"
};
/** `/proc/<n>/…` of what the container's pid namespace shows. */
const processFile = ({ world, container, pid }, path) => {
	const [, who, file] = /^\/proc\/(\d+|self)\/(comm|cmdline|status|stat)$/.exec(path) ?? [];
	if (who === void 0) return void 0;
	const number = who === "self" ? world.host.processes.get(pid)?.nsPid : Number(who);
	const row = containerView(world, container.id).find((it) => it.pid === number);
	if (!row) return void 0;
	if (file === "comm") return `${row.comm}\n`;
	if (file === "cmdline") return row.args.map((arg) => `${arg}\0`).join("");
	if (file === "stat") return `${row.pid} (${row.comm}) ${row.state} ${row.ppid} ${row.pid} ${row.pid} 0 -1 0\n`;
	return `Name:\t${row.comm}\nState:\t${states$1[row.state]}\nTgid:\t${row.pid}\nPid:\t${row.pid}\nPPid:\t${row.ppid}\nThreads:\t${row.threads.length + 1}\nNSpid:\t${row.pid}\n`;
};
/** Major and minor numbers of the nodes that the runtime makes. */
const nodes = {
	full: [1, 7],
	null: [1, 3],
	random: [1, 8],
	tty: [5, 0],
	urandom: [1, 9],
	zero: [1, 5]
};
const links = {
	fd: "/proc/self/fd",
	ptmx: "pts/ptmx",
	stderr: "/proc/self/fd/2",
	stdin: "/proc/self/fd/0",
	stdout: "/proc/self/fd/1"
};
const deviceDirectories = [
	"mqueue",
	"pts",
	"shm"
];
/** The names in a directory outside the layers, as far as the model knows them; absent where there is no directory. */
const outsideNames = ({ world, container, pid }, path) => {
	const numbers = () => containerView(world, container.id).map((row) => String(row.pid));
	if (path === "/proc") return [
		...numbers(),
		"mounts",
		"self"
	];
	if (path === "/dev") return [
		...Object.keys(nodes),
		...Object.keys(links),
		...deviceDirectories
	];
	if (path === "/sys" || deviceDirectories.some((name) => path === `/dev/${name}`)) return [];
	const [, who] = /^\/proc\/(\d+|self)$/.exec(path) ?? [];
	if (who === void 0) return void 0;
	const own = String(world.host.processes.get(pid)?.nsPid);
	return numbers().includes(who === "self" ? own : who) ? ofProcess : void 0;
};
/** What stat tells of them. */
const outsideStatus = (looker, path) => {
	const base = {
		uid: 0,
		gid: 0,
		nlink: 1,
		size: 0,
		mtime: looker.now,
		id: `outside:${path}`
	};
	const name = path.startsWith("/dev/") ? path.slice(5) : "";
	const [major, minor] = (Object.hasOwn(nodes, name) ? nodes[name] : void 0) ?? [];
	if (major !== void 0 && minor !== void 0) return {
		...base,
		kind: "device",
		mode: 438,
		device: {
			type: "char",
			major,
			minor
		}
	};
	const target = Object.hasOwn(links, name) ? links[name] : path === "/proc/self" ? ownNumber(looker) : void 0;
	if (target !== void 0) return {
		...base,
		kind: "symlink",
		mode: 511,
		size: target.length,
		target
	};
	if (outsideNames(looker, path)) return {
		...base,
		kind: "directory",
		mode: path.startsWith("/dev") ? 493 : 365
	};
	const bytes = outsideFile(looker, path);
	if (!bytes) return void 0;
	return path.startsWith("/proc/") ? {
		...base,
		kind: "file",
		mode: 292
	} : {
		...base,
		kind: "file",
		mode: 420,
		size: bytes.length
	};
};
const ownNumber = ({ world, pid }) => String(world.host.processes.get(pid)?.nsPid ?? "");
// src/programs/paths.ts
/** A path from the root, without `.`, `..` and double slashes. */
const absolute = (base, path) => {
	const names = [];
	for (const name of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) if (name === "..") names.pop();
	else if (name !== "" && name !== ".") names.push(name);
	return `/${names.join("/")}`;
};
// src/programs/container-look.ts
const texts$1 = {
	ENOENT: "no such file or directory",
	EEXIST: "file already exists",
	ENOTDIR: "not a directory",
	EISDIR: "illegal operation on a directory",
	ENOTEMPTY: "directory not empty",
	EACCES: "permission denied",
	EPERM: "operation not permitted",
	EROFS: "read-only file system",
	EXDEV: "cross-device link not permitted",
	EINVAL: "invalid argument",
	ELOOP: "too many symbolic links encountered"
};
/** The error that file tools expect: it begins with the errno. */
const fileError = (errno, call, path) => {
	const text = texts$1[errno] ?? "error";
	const reason = text[0]?.toUpperCase() + text.slice(1);
	return Object.assign(/* @__PURE__ */ new Error(`${errno}: ${text}, ${call} '${path}'`), {
		code: errno,
		path,
		reason
	});
};
/** The files of a container as one of its processes sees them, wherever they come from. */
var ContainerLook = class {
	machine;
	actor;
	/** What was written under `/dev`, binds and other mounts that the model keeps nothing of; shared by the container's run. */
	scratch;
	constructor(machine, actor, scratch) {
		this.machine = machine;
		this.actor = actor;
		this.scratch = scratch;
	}
	/** Everything that stat tells of a path; throws the errno. */
	details(path, follow) {
		const where = this.where(path);
		if (where?.kind === "outside") {
			const found = this.outside(where.mount, path);
			if (!found) throw fileError("ENOENT", "stat", path);
			return found;
		}
		const status = this.need(path, follow ? stat$1 : lstat, follow ? "stat" : "lstat");
		return status.kind === "symlink" ? {
			...status,
			target: this.need(path, readlink, "readlink")
		} : status;
	}
	/** The names in a directory, sorted; throws the errno. */
	listed(path) {
		if (this.where(path)?.kind !== "outside") return this.need(path, readdir, "scandir");
		const prefix = path.endsWith("/") ? path : `${path}/`;
		const written = [...this.scratch.keys()].filter((it) => it.startsWith(prefix)).map((it) => it.slice(prefix.length).split("/")[0] ?? "");
		const looker = this.onlooker();
		const given = (looker && outsideNames(looker, path)) ?? [];
		return [.../* @__PURE__ */ new Set([...given, ...written])].sort();
	}
	/** A number that stands for a file's inode: the same file, the same number. */
	inodeNumber({ id }) {
		let hash = 2166136261;
		for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 16777619);
		return 1 + (hash >>> 0) % 33554431;
	}
	/** The names in a directory, as far as it is one. */
	namesIn(directory) {
		return this.look(directory, readdir) ?? [];
	}
	/** Whether a program is there to be executed: by its path, or along PATH. */
	find(name, path, cwd) {
		const at = this.executableAt(name, path, cwd);
		if (at === void 0) return "missing";
		const found = this.look(at, stat$1);
		return found?.kind === "file" && (found.mode & 73) !== 0 && !this.isNoExec(at) ? "found" : "denied";
	}
	/** A tmpfs is mounted so that nothing in it can be executed, unless somebody asked for that. */
	isNoExec(path) {
		const [container, where] = [this.container(), this.where(path)];
		return container !== void 0 && where?.kind === "tmpfs" && !tmpfsOptions$1(container, where.mount).isExec;
	}
	/** The shell script that a program is, by its first line. */
	scriptAt(name, path, cwd) {
		const at = this.executableAt(name, path, cwd);
		if (at === void 0 || (this.look(at, stat$1)?.size ?? 0) > 1e6) return void 0;
		const [, shell] = /^#! *(?:\/usr\/bin\/env +)?(\S+)/.exec(new TextDecoder().decode(this.bytes(at).subarray(0, 200))) ?? [];
		return shell === void 0 ? void 0 : {
			shell: shell.slice(shell.lastIndexOf("/") + 1),
			path: at
		};
	}
	/** Whether a file holds these words, as a program's binary does. */
	says(path, words) {
		return this.look(path, stat$1)?.kind === "file" && Buffer.from(this.bytes(path)).includes(words);
	}
	/** Whether a path is a file, or leads to one. */
	isFile(path, cwd) {
		return this.look(absolute(cwd, path), stat$1)?.kind === "file";
	}
	/** How the image's busybox calls itself, as its binary says. */
	busyboxVersion() {
		const path = ["/bin/busybox", "/bin/sh"].find((it) => this.says(it, "BusyBox v"));
		const text = path === void 0 ? "" : Buffer.from(this.bytes(path)).toString("latin1");
		return /BusyBox v\d[^\0\n]*?\)/.exec(text)?.[0] ?? "BusyBox v1.35.0";
	}
	executableAt(name, path, cwd) {
		const isThere = (at) => this.look(at, stat$1)?.kind === "file";
		if (name.includes("/")) return this.look(absolute(cwd, name), stat$1) ? absolute(cwd, name) : void 0;
		const places = path.split(":").map((directory) => absolute(directory, name));
		return places.find((at) => isThere(at) && ((this.look(at, stat$1)?.mode ?? 0) & 73) !== 0) ?? places.find(isThere);
	}
	/** The bytes of a file, wherever it is. */
	bytes(path) {
		const outside = this.isOutside(path);
		if (outside) return outside;
		const where = this.where(path);
		if (where === void 0 || where.kind === "outside") throw fileError("ENOENT", "open", path);
		const contents = (digest) => this.machine.contents(digest);
		const { uid, gid } = this.actor;
		return granted(readFile(where.union, where.path, contents, {
			uid,
			gid
		}), "open", path);
	}
	container() {
		return this.machine.world.containers.get(this.actor.container);
	}
	where(path) {
		const container = this.container();
		return container && whereIs(this.machine.world, container, path);
	}
	isOutside(path) {
		if (!this.container() || this.where(path)?.kind !== "outside") return void 0;
		const looker = this.onlooker();
		return this.scratch.get(path) ?? (looker && outsideFile(looker, path));
	}
	look(path, see) {
		const where = this.where(path);
		if (where === void 0 || where.kind === "outside") return void 0;
		const outcome = see(where.union, where.path, {
			uid: this.actor.uid,
			gid: this.actor.gid
		});
		return outcome.ok ? outcome.value : void 0;
	}
	need(path, see, call) {
		const where = this.where(path);
		if (where === void 0 || where.kind === "outside") throw fileError("ENOENT", call, path);
		return granted(see(where.union, where.path, {
			uid: this.actor.uid,
			gid: this.actor.gid
		}), call, path);
	}
	onlooker() {
		const container = this.container();
		return container && {
			world: this.machine.world,
			container,
			pid: this.actor.pid,
			now: this.machine.now
		};
	}
	/** What stands under a mount that no layer and no volume holds. */
	outside(mount, path) {
		const looker = this.onlooker();
		const written = this.scratch.get(path);
		const base = {
			uid: 0,
			gid: 0,
			nlink: 1,
			mtime: this.machine.now,
			id: `outside:${path}`
		};
		if (written) return {
			...base,
			kind: "file",
			mode: 420,
			size: written.length
		};
		const given = looker && outsideStatus(looker, path);
		if (given) return given;
		const holds = [...this.scratch.keys()].some((it) => it.startsWith(`${path}/`));
		return path === mount || holds ? {
			...base,
			kind: "directory",
			mode: 493,
			size: 0
		} : void 0;
	}
};
const granted = (outcome, call, path) => {
	if (!outcome.ok) throw fileError(outcome.errno, call, path);
	return outcome.value;
};
// src/programs/container-files.ts
/** The files of a container as one of its processes sees and changes them; every change is a command of that process. */
var ContainerFiles = class extends ContainerLook {
	/** Which permissions new files never get. */
	umask = 18;
	async readFile(path, options) {
		const bytes = this.bytes(path);
		const encoding = typeof options === "string" ? options : options?.encoding;
		return encoding === "binary" || encoding === "latin1" ? latin1(bytes) : new TextDecoder().decode(bytes);
	}
	async readFileBytes(path) {
		return latin1(this.bytes(path));
	}
	async readFileBuffer(path) {
		return this.bytes(path);
	}
	async writeFile(path, content, options) {
		this.write("WriteFile", path, content, options);
	}
	async appendFile(path, content, options) {
		this.write("AppendFile", path, content, options);
	}
	async exists(path) {
		return this.look(path, stat$1) !== void 0 || this.isOutside(path) !== void 0;
	}
	async stat(path) {
		return shown$4(this.details(path, true));
	}
	async lstat(path) {
		return shown$4(this.details(path, false));
	}
	async mkdir(path, options) {
		if (options?.recursive !== true) return this.makeDirectory(path);
		const names = path.split("/").filter((name) => name !== "");
		for (let at = 1; at <= names.length; at++) {
			const part = `/${names.slice(0, at).join("/")}`;
			if (!await this.exists(part)) this.makeDirectory(part);
			else if (!(await this.stat(part)).isDirectory) throw fileError(at < names.length ? "ENOTDIR" : "EEXIST", "mkdir", part);
		}
	}
	makeDirectory(path) {
		this.call({
			type: "MakeDirectory",
			path,
			...this.umask !== usual && { mode: 511 & ~this.umask }
		});
	}
	async readdir(path) {
		return [...this.listed(path)];
	}
	async rm(path, options) {
		if (this.scratch.delete(path)) return;
		const found = this.look(path, lstat);
		if (!found) {
			if (options?.force) return;
			throw fileError("ENOENT", "rm", path);
		}
		if (found.kind !== "directory") return this.call({
			type: "RemoveFile",
			path
		});
		const names = await this.readdir(path);
		if (names.length > 0 && options?.recursive !== true) throw fileError("ENOTEMPTY", "rm", path);
		for (const name of names) await this.rm(join$1(path, name), options);
		this.call({
			type: "RemoveDirectory",
			path
		});
	}
	/** Whether a file was there that the model keeps nothing of: it is not any more. */
	forget(path) {
		return this.scratch.delete(path);
	}
	async cp(from, to, options) {
		const found = this.look(from, lstat);
		if (found?.kind === "symlink" && options?.recursive) return this.symlink(await this.readlink(from), to);
		if (found?.kind === "directory") {
			if (options?.recursive !== true) throw fileError("EISDIR", "cp", from);
			if (!await this.exists(to)) this.call({
				type: "MakeDirectory",
				path: to,
				mode: found.mode
			});
			for (const name of await this.readdir(from)) await this.cp(join$1(from, name), join$1(to, name), options);
			return;
		}
		this.write("WriteFile", to, this.bytes(from), void 0, this.look(from, stat$1)?.mode);
	}
	async mv(from, to) {
		try {
			this.call({
				type: "RenameFile",
				path: from,
				to
			});
		} catch (error) {
			if (!(error instanceof Error && error.message.startsWith("EXDEV"))) throw error;
			await this.cp(from, to, { recursive: true });
			await this.rm(from, { recursive: true });
		}
	}
	resolvePath(base, path) {
		return absolute(base, path);
	}
	getAllPaths() {
		return [];
	}
	async chmod(path, mode) {
		this.call({
			type: "ChmodFile",
			path,
			mode
		});
	}
	async symlink(target, path) {
		this.call({
			type: "SymlinkFile",
			path,
			target
		});
	}
	async link(path, to) {
		this.call({
			type: "LinkFile",
			path,
			to
		});
	}
	async readlink(path) {
		return this.need(path, readlink, "readlink");
	}
	async realpath(path) {
		let real = absolute("/", path);
		for (let links = 0; links < 40; links++) {
			const names = real.split("/").filter((name) => name !== "");
			const at = names.findIndex((_, n) => this.look(`/${names.slice(0, n + 1).join("/")}`, lstat)?.kind === "symlink");
			if (at < 0) break;
			const link = `/${names.slice(0, at + 1).join("/")}`;
			const target = absolute(`/${names.slice(0, at).join("/")}`, this.need(link, readlink, "realpath"));
			real = absolute("/", [target, ...names.slice(at + 1)].join("/"));
		}
		if (!await this.exists(real)) throw fileError("ENOENT", "realpath", path);
		return real;
	}
	async utimes(path, _, mtime) {
		const isNow = Math.abs(mtime.getTime() - Date.now()) < 5e3;
		this.call({
			type: "TouchFile",
			path,
			...!isNow && { mtime: instant(mtime.getTime()) }
		});
	}
	/** Any other system call on a path. */
	call(call) {
		const { pid, uid, gid } = this.actor;
		const who = uid === 0 && gid === 0 ? {} : {
			uid,
			gid
		};
		const decision = this.machine.act({
			...call,
			issuer: "process",
			pid,
			...who
		});
		if (!decision.accepted) throw fileError(decision.rejection.errno ?? "EIO", nameOf$2(call.type), call.path);
	}
	/** What opening a file to write would be refused with; nothing is opened. */
	refusalOf(type, path) {
		if (this.where(path)?.kind === "outside") return refusedOutside(path);
		const { pid, uid, gid } = this.actor;
		const command = {
			type,
			issuer: "process",
			pid,
			path,
			data: "",
			...uid === 0 && gid === 0 ? {} : {
				uid,
				gid
			}
		};
		const decision = decide(this.machine.world, command, {
			entropy: {
				now: this.machine.now,
				seed: "open"
			},
			contents: (digest) => this.machine.contents(digest)
		});
		return decision.accepted ? void 0 : decision.rejection.errno ?? "EIO";
	}
	/** Writes a file as another tool's copy: with a mode of its own where it is new. */
	put(path, bytes, mode) {
		this.write("WriteFile", path, bytes, void 0, mode);
	}
	write(type, path, content, options, mode) {
		const bytes = bytesOf$1(content, options);
		if (this.where(path)?.kind === "outside") {
			if (path === "/dev/null") return;
			const refused = refusedOutside(path);
			if (refused !== void 0) throw fileError(refused, "open", path);
			const before = type === "AppendFile" ? this.scratch.get(path) ?? /* @__PURE__ */ new Uint8Array() : /* @__PURE__ */ new Uint8Array();
			this.scratch.set(path, Uint8Array.from([...before, ...bytes]));
			return;
		}
		const data = asText(bytes);
		const carried = data === void 0 ? { content: this.machine.bring(bytes) } : { data };
		const bits = mode ?? (this.umask === usual ? void 0 : 438);
		this.call({
			type,
			path,
			...carried,
			...bits !== void 0 && { mode: bits & ~this.umask }
		});
	}
};
/** Nothing can be made under /proc; /sys is read-only (measured, docs/facts.md). */
const refusedOutside = (path) => {
	if (path.startsWith("/proc/")) return "ENOENT";
	return path.startsWith("/sys/") ? "EROFS" : void 0;
};
const shown$4 = ({ kind, mode, size, mtime }) => ({
	isFile: kind !== "directory" && kind !== "symlink",
	isDirectory: kind === "directory",
	isSymbolicLink: kind === "symlink",
	mode,
	size,
	mtime: new Date(millisOf(mtime))
});
/** What the engine gives a container's processes; commands then need not name a mode. */
const usual = 18;
const nameOf$2 = (type) => type.replace(/(?!^)[A-Z].*/, "").toLowerCase();
const join$1 = (dir, name) => dir === "/" ? `/${name}` : `${dir}/${name}`;
const latin1 = (bytes) => {
	let text = "";
	for (const byte of bytes) text += String.fromCharCode(byte);
	return text;
};
const bytesOf$1 = (content, options) => {
	if (typeof content !== "string") return content;
	const encoding = typeof options === "string" ? options : options?.encoding;
	if (encoding !== "binary" && encoding !== "latin1") return new TextEncoder().encode(content);
	return Uint8Array.from(content, (char) => char.charCodeAt(0) & 255);
};
/** The bytes as text, where that is the shorter way to write them down. */
const asText = (bytes) => {
	if (bytes.length > 65536) return void 0;
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes);
	} catch {
		return;
	}
};
// src/programs/redis.ts
/** What each running redis-server holds, by its process; and whether the file has it all. */
const datasets = /* @__PURE__ */ new Map();
const header$1 = "REDIS0011\n";
/** A few commands of redis-cli: enough to see data written, saved, lost and kept. */
const redisCli = async (task, { args }) => {
	const words = args.filter((arg, at) => !/^-[hpn]$/.test(arg) && !/^-[hpn]$/.test(args[at - 1] ?? "") && arg !== "--raw");
	const server = serverOf$1(task);
	if (!server) return result(1, "", "Could not connect to Redis at 127.0.0.1:6379: Connection refused\n");
	const data = datasetOf(task, server);
	const [name = "ping", key = "", value = ""] = words;
	switch (name.toLowerCase()) {
		case "ping": return result(0, "PONG\n");
		case "set":
			data.keys.set(key, value);
			data.isSaved = false;
			return result(0, "OK\n");
		case "get": return result(0, `${data.keys.get(key) ?? ""}\n`);
		case "del": {
			const count = data.keys.delete(key) ? 1 : 0;
			if (count > 0) data.isSaved = false;
			return result(0, `${count}\n`);
		}
		case "dbsize": return result(0, `${data.keys.size}\n`);
		case "save":
			save$1(task, server.pid, server);
			return result(0, "OK\n");
		case "bgsave": {
			const forked = task.machine.act({
				issuer: "process",
				type: "ForkProcess",
				pid: server.pid
			});
			if (!forked.accepted) return result(0, "ERR Can't save in background: fork\n");
			const { pid } = forked.answer;
			save$1(task, pid, server);
			task.machine.act({
				issuer: "process",
				type: "ExitProcess",
				pid,
				code: 0
			});
			task.machine.act({
				issuer: "process",
				type: "WaitChildren",
				pid: server.pid
			});
			return result(0, "Background saving started\n");
		}
		case "shutdown":
			if (key.toLowerCase() !== "nosave") save$1(task, server.pid, server);
			task.machine.act({
				issuer: "process",
				type: "ExitProcess",
				pid: server.pid,
				code: 0
			});
			return result(0);
		default: return result(0, `ERR unknown command '${name}'\n`);
	}
};
/** redis-server by itself: a stop makes it save what has changed, as its default configuration says. */
const redisServer = async (task) => {
	const server = task.machine.world.host.processes.get(task.acting);
	if (server) task.machine.prepare(server.pid, (command) => {
		if (command.type !== "StopContainer" && command.type !== "RestartContainer") return;
		if (!isMeant(task, command.container) || !datasets.has(server.pid)) return;
		if (!datasetOf(task, server).isSaved) save$1(task, server.pid, server);
	});
	await task.machine.scheduler.waitUntil(task.acting, Number.POSITIVE_INFINITY);
	return result(0);
};
const isMeant = (task, reference) => {
	const { id, name } = task.around.container;
	return reference === name || reference === `/${name}` || id.startsWith(reference);
};
const serverOf$1 = (task) => {
	const { host } = task.machine.world;
	const id = task.around.container.id;
	return [...host.cgroups.get(id)?.members.keys() ?? []].sort((a, b) => a - b).flatMap((pid) => host.processes.get(pid) ?? []).find(({ comm }) => comm === "redis-server");
};
const fileOf = (task) => absolute(task.around.container.config.WorkingDir || "/", "dump.rdb");
const datasetOf = (task, { pid }) => {
	const known = datasets.get(pid);
	if (known) return known;
	const loaded = {
		keys: load$1(task),
		isSaved: true
	};
	datasets.set(pid, loaded);
	return loaded;
};
const load$1 = (task) => {
	try {
		const text = new TextDecoder().decode(task.files.bytes(fileOf(task)));
		return new Map(Object.entries(JSON.parse(text.slice(10))));
	} catch {
		return /* @__PURE__ */ new Map();
	}
};
const save$1 = (task, pid, server) => {
	const data = datasetOf(task, server);
	const path = fileOf(task);
	const temporary = `${path.slice(0, path.lastIndexOf("/"))}/temp-${server.nsPid}.rdb`;
	const text = `${header$1}${JSON.stringify(Object.fromEntries([...data.keys].sort()))}\n`;
	task.machine.act({
		issuer: "process",
		type: "WriteFile",
		pid,
		path: temporary,
		data: text
	});
	task.machine.act({
		issuer: "process",
		type: "RenameFile",
		pid,
		path: temporary,
		to: path
	});
	data.isSaved = true;
};
// src/programs/tools/accounts.ts
/** The lines of `/etc/passwd` or `/etc/group`, split at their colons; none when the file is not there. */
const entries = async (task, file) => (await task.files.readFile(file).catch(() => "")).split("\n").filter((line) => line !== "").map((line) => line.split(":"));
/** A name or number of an account file; a number need not be there. */
const numberOf$1 = async (task, file, word) => {
	if (/^\d+$/.test(word)) return Number(word);
	const found = (await entries(task, file)).find(([name]) => name === word)?.[2];
	return found === void 0 ? void 0 : Number(found);
};
/** What the numbers of an account file are called. */
const namesOf = async (task, file) => new Map((await entries(task, file)).map(([name = "", , number]) => [Number(number), name]));
/** `--group-add` */
const addedTo = async (task) => {
	const added = task.around.container.hostConfig.GroupAdd ?? [];
	return (await Promise.all(added.map((it) => numberOf$1(task, "/etc/group", it)))).flatMap((it) => it ?? []);
};
const id = async (task, { args }) => {
	const [option = ""] = args.filter((arg) => arg.startsWith("-"));
	const [account] = args.filter((arg) => !arg.startsWith("-"));
	const [users, groups] = [await namesOf(task, "/etc/passwd"), await namesOf(task, "/etc/group")];
	let { uid, gid } = task.around;
	if (account !== void 0) {
		const entry = (await entries(task, "/etc/passwd")).find(([name, , number]) => account === name || account === number);
		if (!entry) return result(1, "", task.isBusybox ? `id: unknown user ${account}\n` : `id: '${account}': no such user\n`);
		[uid, gid] = [Number(entry[2]), Number(entry[3])];
	}
	const [user, group] = [users.get(uid) ?? "", groups.get(gid) ?? ""];
	const called = (number, name) => name === "" ? `${number}` : `${number}(${name})`;
	const more = account === void 0 ? await addedTo(task) : [];
	const all = [gid, ...more.filter((it) => it !== gid)];
	switch (option) {
		case "-u": return result(0, `${uid}\n`);
		case "-g": return result(0, `${gid}\n`);
		case "-G": return result(0, `${all.join(" ")}\n`);
		case "-un": return result(0, `${user || uid}\n`);
		case "-gn":
		case "-Gn": return result(0, `${group || gid}\n`);
		default: return result(0, `uid=${called(uid, user)} gid=${called(gid, group)} groups=${all.map((it) => called(it, groups.get(it) ?? "")).join(",")}\n`);
	}
};
const whoami = async (task) => {
	const { uid } = task.around;
	const name = (await namesOf(task, "/etc/passwd")).get(uid);
	if (name !== void 0) return result(0, `${name}\n`);
	const text = task.isBusybox ? `whoami: unknown uid ${uid}\n` : `whoami: cannot find name for user ID ${uid}\n`;
	return result(1, "", text);
};
/** `getent passwd [NAME]` and `getent group [NAME]`: 2 when a name is not there. */
const getent = async (task, { args: [database = "", ...keys] }) => {
	if (database !== "passwd" && database !== "group") return result(1, "", `Unknown database: ${database}\n`);
	const all = await entries(task, `/etc/${database}`);
	const meant = keys.length === 0 ? all : all.filter(([name = "", , number = ""]) => keys.some((it) => it === name || it === number));
	return result(meant.length < keys.length ? 2 : 0, meant.map((entry) => `${entry.join(":")}\n`).join(""));
};
// src/programs/tools/errors.ts
const texts = {
	ENOENT: "No such file or directory",
	EEXIST: "File exists",
	EPERM: "Operation not permitted",
	EACCES: "Permission denied",
	EROFS: "Read-only file system",
	ENOTDIR: "Not a directory",
	EISDIR: "Is a directory",
	ENOTEMPTY: "Directory not empty",
	EXDEV: "Invalid cross-device link",
	ELOOP: "Too many levels of symbolic links",
	ENAMETOOLONG: "File name too long",
	EBUSY: "Device or resource busy",
	EINVAL: "Invalid argument"
};
/** What the C library says to an errno. */
const reasonOf$1 = (error) => {
	const [code = ""] = (error instanceof Error ? error.message : "").split(":");
	return texts[code] ?? code;
};
/** `TOOL: WHAT: reason`, and exit code 1. */
const failure = (tool, what, error) => result(1, "", `${tool}: ${what}: ${reasonOf$1(error)}\n`);
// src/programs/tools/options.ts
/** The letters of `-abc` and the words beside them; after `--` every word is a word. */
const lettersAndWords = (args) => {
	const end = args.indexOf("--");
	const before = end < 0 ? args : args.slice(0, end);
	const letters = before.filter((arg) => /^-[^-]/.test(arg)).map((arg) => arg.slice(1)).join("");
	return {
		has: (letter) => letters.includes(letter),
		letters,
		words: [...before.filter((arg) => arg === "-" || !arg.startsWith("-")), ...end < 0 ? [] : args.slice(end + 1)]
	};
};
/** `KEY=VALUE` operands, as dd takes them. */
const operands = (args) => new Map(args.map((arg) => {
	const at = arg.indexOf("=");
	return at < 0 ? [arg, ""] : [arg.slice(0, at), arg.slice(at + 1)];
}));
// src/programs/tools/bytes.ts
const suffixes = {
	c: 1,
	w: 2,
	b: 512,
	k: 1024,
	K: 1024,
	M: 1048576,
	G: 1073741824
};
const amount = (text) => {
	const [, digits, suffix = "c"] = /^(\d+)([cwbkKMG])?$/.exec(text ?? "") ?? [];
	return digits === void 0 ? void 0 : Number(digits) * (suffixes[suffix] ?? 1);
};
/** No tool shall fill the memory of the model. */
const most$1 = 67108864;
/** `dd if= of= bs= count= skip= seek= conv=notrunc`, from /dev/zero too. */
const dd = async (task, { args, cwd, stdin }) => {
	const words = operands(args);
	const [from, to] = [words.get("if"), words.get("of")];
	const size = amount(words.get("bs") ?? "512") ?? 512;
	const count = amount(words.get("count"));
	if (from === "/dev/zero" && (count === void 0 || count * size > most$1)) return result(1, "", `dd: error writing '${to ?? "standard output"}': No space left on device\n`);
	let bytes;
	try {
		if (from === void 0) bytes = Uint8Array.from(stdin, (char) => char.charCodeAt(0) & 255);
		else if (from === "/dev/zero") bytes = new Uint8Array((count ?? 0) * size);
		else bytes = task.files.bytes(absolute(cwd, from));
	} catch (error) {
		return failure("dd", task.isBusybox ? `can't open '${from}'` : `failed to open '${from}'`, error);
	}
	const skip = (amount(words.get("skip")) ?? 0) * size;
	const taken = bytes.subarray(skip, count === void 0 ? void 0 : skip + count * size);
	const blocks = `${Math.floor(taken.length / size)}+${taken.length % size === 0 ? 0 : 1}`;
	const told = `${blocks} records in\n${blocks} records out\n`;
	if (to === void 0) return result(0, Array.from(taken, (byte) => String.fromCharCode(byte)).join(""), told);
	const path = absolute(cwd, to);
	try {
		const seek = (amount(words.get("seek")) ?? 0) * size;
		const before = await task.files.exists(path) ? task.files.bytes(path) : /* @__PURE__ */ new Uint8Array();
		const keeps = (words.get("conv") ?? "").split(",").includes("notrunc");
		const after = new Uint8Array(Math.max(seek + taken.length, keeps ? before.length : 0));
		after.set(before.subarray(0, keeps ? before.length : seek));
		after.set(taken, seek);
		await task.files.writeFile(path, after);
	} catch (error) {
		return failure("dd", task.isBusybox ? `can't open '${to}'` : `failed to open '${to}'`, error);
	}
	return result(0, "", told);
};
/** The first byte that differs; 2 when a file can not be read. */
const cmp = async (task, { args, cwd }) => {
	const isSilent = args.includes("-s");
	const [one = "", other = ""] = args.filter((arg) => !arg.startsWith("-"));
	try {
		const [a, b] = [task.files.bytes(absolute(cwd, one)), task.files.bytes(absolute(cwd, other))];
		const at = a.findIndex((byte, index) => byte !== b[index]);
		if (at < 0 && a.length === b.length) return result(0);
		if (isSilent) return result(1);
		if (at < 0 || at >= b.length) {
			const [short, name] = a.length < b.length ? [a, one] : [b, other];
			const empty = short.length === 0 && !task.isBusybox ? " which is empty" : "";
			return result(1, "", `cmp: EOF on ${name}${empty}\n`);
		}
		const line = a.subarray(0, at).filter((byte) => byte === 10).length + 1;
		return result(1, `${one} ${other} differ: char ${at + 1}, line ${line}\n`);
	} catch (error) {
		const { stderr } = failure("cmp", one, error);
		return result(2, "", isSilent ? "" : stderr);
	}
};
// src/programs/tools/copy.ts
/** `cp [-adfnPpRrT] FROM… TO`. */
const cp$1 = async (task, { args, cwd }) => {
	const { has, letters, words } = lettersAndWords(args);
	const unknown = [...letters].find((letter) => !"adfnPpRrTvLHi".includes(letter));
	if (unknown !== void 0) return result(1, "", `cp: invalid option -- '${unknown}'\n`);
	const to = words.at(-1);
	const from = words.slice(0, -1);
	if (to === void 0 || from.length === 0) return result(1, "", "cp: missing file operand\n");
	const copying = {
		task,
		manner: {
			keepsLinks: has("a") || has("d") || has("P"),
			isRecursive: has("a") || has("r") || has("R"),
			preserves: has("a") || has("p"),
			isForced: has("f"),
			spares: has("n")
		},
		err: "",
		linked: /* @__PURE__ */ new Map()
	};
	const target = absolute(cwd, to);
	const intoDirectory = !has("T") && detailsOf(task, target, true)?.kind === "directory";
	if (from.length > 1 && !intoDirectory) return result(1, "", notDirectory(task, from, to, target));
	for (const word of from) {
		const source = absolute(cwd, word);
		const base = source.slice(source.lastIndexOf("/") + 1);
		copy(copying, source, intoDirectory ? absolute(target, base) : target, word, copying.manner.keepsLinks);
	}
	return result(copying.err === "" ? 0 : 1, "", copying.err);
};
/** Copies with everything that a copy can keep, as `mv` does; what could not be copied is told. */
const copyAll = (task, from, to, word) => {
	const copying = {
		task,
		manner: {
			keepsLinks: true,
			isRecursive: true,
			preserves: true,
			isForced: false,
			spares: false
		},
		err: "",
		linked: /* @__PURE__ */ new Map()
	};
	copy(copying, from, to, word, true);
	return copying.err;
};
const notDirectory = (task, from, to, target) => {
	const reason = detailsOf(task, target, true) ? "Not a directory" : "No such file or directory";
	if (!task.isBusybox) return `cp: target '${to}': ${reason}\n`;
	return from.map((word) => `cp: can't create '${to}/${word.slice(word.lastIndexOf("/") + 1)}': ${reason}\n`).join("");
};
const detailsOf = ({ files }, path, follow) => {
	try {
		return files.details(path, follow);
	} catch {
		return;
	}
};
const copy = (copying, from, to, word, keepsLinks) => {
	const { task, manner } = copying;
	let status;
	try {
		status = task.files.details(from, !keepsLinks);
	} catch (error) {
		copying.err += `cp: ${task.isBusybox ? "can't" : "cannot"} stat '${word}': ${reasonOf$1(error)}\n`;
		return;
	}
	if (status.kind === "directory" && !manner.isRecursive) {
		copying.err += task.isBusybox ? `cp: omitting directory '${word}'\n` : `cp: -r not specified; omitting directory '${word}'\n`;
		return;
	}
	const present = detailsOf(task, to, false);
	if (present && present.id === status.id) {
		copying.err += `cp: '${word}' and '${to}' are the same file\n`;
		return;
	}
	if (present && manner.spares) return;
	try {
		if (present && present.kind !== "directory" && (manner.isForced || status.kind !== "file")) task.files.call({
			type: "RemoveFile",
			path: to
		});
		place(copying, from, to, status, word);
		if (manner.preserves) preserve(task, to, status);
	} catch (error) {
		const what = task.isBusybox ? `can't create '${to}'` : `cannot create regular file '${to}'`;
		copying.err += `cp: ${what}: ${reasonOf$1(error)}\n`;
	}
};
const place = (copying, from, to, status, word) => {
	const { files } = copying.task;
	const { kind, mode } = status;
	if (kind === "directory") placeDirectory(copying, from, to, status, word);
	else if (kind === "symlink") files.call({
		type: "SymlinkFile",
		path: to,
		target: status.target ?? ""
	});
	else if (kind === "fifo") files.call({
		type: "MakeSpecialFile",
		path: to,
		special: "fifo",
		mode
	});
	else if (kind === "device") {
		const { type, major, minor } = status.device ?? {
			type: "char",
			major: 0,
			minor: 0
		};
		files.call({
			type: "MakeSpecialFile",
			path: to,
			special: {
				device: type,
				major,
				minor
			},
			mode
		});
	} else if (kind === "file") placeFile(copying, from, to, status);
};
const placeDirectory = (copying, from, to, { mode }, word) => {
	const { files } = copying.task;
	if (detailsOf(copying.task, to, true) === void 0) files.call({
		type: "MakeDirectory",
		path: to,
		mode
	});
	for (const name of files.listed(from)) copy(copying, absolute(from, name), absolute(to, name), `${word}/${name}`, true);
};
const placeFile = ({ task: { files }, manner, linked }, from, to, status) => {
	const first = manner.preserves && manner.keepsLinks ? linked.get(status.id) : void 0;
	if (first !== void 0) {
		files.call({
			type: "LinkFile",
			path: first,
			to
		});
		return;
	}
	if (status.nlink > 1) linked.set(status.id, to);
	files.put(to, files.bytes(from), status.mode & 511);
};
const preserve = ({ files }, path, { kind, uid, gid, mode, mtime }) => {
	if (kind === "symlink") return;
	files.call({
		type: "ChownFile",
		path,
		owner: uid,
		group: gid
	});
	files.call({
		type: "ChmodFile",
		path,
		mode: mode & 4095
	});
	files.call({
		type: "TouchFile",
		path,
		mtime
	});
};
// src/programs/tools/jobs.ts
const wait$1 = async (task, { args }) => {
	const meant = args.length === 0 ? task.jobs : task.jobs.filter(({ number }) => args.includes(String(number)));
	while (meant.some(({ code }) => code === void 0)) {
		await task.machine.scheduler.waitUntil(task.acting, Number.POSITIVE_INFINITY);
		await task.runTraps();
	}
	return result(args.length === 0 ? 0 : meant.at(-1)?.code ?? 127);
};
const startJob = async (task, { args: [script = ""], env, cwd }) => task.startJob(script, env, cwd) ? result(0) : result(2, "", "sh: 1: Cannot fork\n");
const jobNumber$1 = async (task) => result(0, `${task.jobs.at(-1)?.number ?? ""}\n`);
/** Runs its arguments; what it changes about them, the model does not show. */
const wrapper = async (task, call) => task.replaceBy(call.args.filter((arg) => !/^-/.test(arg)), call);
// src/programs/tools/link.ts
/** `ln [-sfnT] TARGET… NAME`: into NAME when that is a directory. */
const ln = async (task, { args, cwd }) => {
	const { has, words } = lettersAndWords(args);
	if (words.length === 0) return result(1, "", "ln: missing file operand\n");
	const [last = "", targets] = words.length === 1 ? [baseOf$1(words[0] ?? ""), words] : [words.at(-1) ?? "", words.slice(0, -1)];
	const isInto = !has("T") && isDirectory$1(task, absolute(cwd, last), !has("n"));
	let err = "";
	for (const target of targets) {
		const name = isInto ? `${last.replace(/\/+$/, "")}/${baseOf$1(target)}` : last;
		err += has("s") ? made$1(task, () => task.files.call({
			type: "SymlinkFile",
			path: forced(name),
			target
		}), `symbolic link '${name}'`, name) : linked(target, name);
	}
	return result(err === "" ? 0 : 1, "", err);
	function linked(target, name) {
		const path = absolute(cwd, target);
		try {
			const { kind } = task.files.details(path, false);
			if (kind === "directory" && !task.isBusybox) return `ln: ${target}: hard link not allowed for directory\n`;
		} catch (error) {
			return `ln: ${task.isBusybox ? target : `failed to access '${target}'`}: ${reasonOf$1(error)}\n`;
		}
		return made$1(task, () => task.files.call({
			type: "LinkFile",
			path,
			to: forced(name)
		}), `hard link '${name}'`, name);
	}
	function forced(name) {
		const path = absolute(cwd, name);
		if (has("f")) try {
			task.files.call({
				type: "RemoveFile",
				path
			});
		} catch {}
		return path;
	}
};
const made$1 = (task, make, what, name) => {
	try {
		make();
		return "";
	} catch (error) {
		return `ln: ${task.isBusybox ? name : `failed to create ${what}`}: ${reasonOf$1(error)}\n`;
	}
};
const baseOf$1 = (word) => word.replace(/\/+$/, "").replace(/^.*\//, "");
const isDirectory$1 = ({ files }, path, follow) => {
	try {
		return files.details(path, follow).kind === "directory";
	} catch {
		return false;
	}
};
// src/programs/tools/status-text.ts
const kinds$2 = {
	file: "-",
	directory: "d",
	symlink: "l",
	fifo: "p",
	socket: "s",
	device: "c"
};
/** `drwxr-xr-x`, with the letters of set-uid, set-gid and sticky. */
const modeText = ({ kind, mode, device }) => {
	const triple = (shift, special, letter) => {
		const bits = mode >> shift & 7;
		const executes = (bits & 1) !== 0;
		const last = (mode & special) === 0 ? executes ? "x" : "-" : executes ? letter : letter.toUpperCase();
		return `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${last}`;
	};
	return (device?.type === "block" ? "b" : kinds$2[kind]) + triple(6, 2048, "s") + triple(3, 1024, "s") + triple(0, 512, "t");
};
/** One block of the usual backing file system: what a directory takes, and what a file's space is counted in. */
const block = 4096;
const sizeOf = ({ kind, size }) => kind === "directory" ? block : size;
/** Kilobytes on disk: whole blocks; short symlinks live in their inode. */
const blocksOf = ({ kind, size }) => kind === "directory" ? block / 1024 : kind === "file" ? Math.ceil(size / block) * block / 1024 : 0;
/** What stat calls a kind of file. */
const kindText = ({ kind, size, device }) => {
	switch (kind) {
		case "file": return size === 0 ? "regular empty file" : "regular file";
		case "symlink": return "symbolic link";
		case "device": return device?.type === "block" ? "block special file" : "character special file";
		default: return kind;
	}
};
// src/programs/tools/list.ts
/** `ls`, in the columns of busybox or of coreutils; never several names a line, for no one looks on a terminal. */
const ls = async (task, { args, cwd }) => {
	const options = lettersAndWords(args);
	const unknown = [...options.letters].find((letter) => !"1aAlLdnRiFhrtSpCsgog".includes(letter));
	if (unknown !== void 0) return result(task.isBusybox ? 1 : 2, "", `ls: invalid option -- '${unknown}'\n`);
	const words = options.words.length === 0 ? ["."] : options.words;
	const print = new Printer(task, options);
	await print.prepare();
	const single = [];
	const directories = [];
	/** Directories that are listed below: coreutils makes room for them beside the other arguments. */
	const below = [];
	let err = "";
	for (const word of words) try {
		const status = task.files.details(absolute(cwd, word), followsArgument(options));
		if (status.kind === "directory" && !options.has("d")) {
			directories.push(word);
			below.push({
				name: word,
				status
			});
		} else single.push({
			name: word,
			status
		});
	} catch (error) {
		err += task.isBusybox ? `ls: ${word}: ${reasonOf$1(error)}\n` : `ls: cannot access '${word}': ${reasonOf$1(error)}\n`;
	}
	const sections = [];
	if (single.length > 0) sections.push(print.rows(print.sorted(single), false, below));
	const titled = words.length > 1 || options.has("R");
	for (const word of [...directories].sort()) sections.push(...print.directory(word, absolute(cwd, word), titled));
	return result(err === "" ? 0 : task.isBusybox ? 1 : 2, sections.join("\n"), err);
};
const followsArgument = (options) => options.has("L") || !options.has("l") && !options.has("d") && !options.has("F");
var Printer = class {
	task;
	options;
	users = /* @__PURE__ */ new Map();
	groups = /* @__PURE__ */ new Map();
	constructor(task, options) {
		this.task = task;
		this.options = options;
	}
	async prepare() {
		if (this.options.has("n")) return;
		this.users = await namesOf(this.task, "/etc/passwd");
		this.groups = await namesOf(this.task, "/etc/group");
	}
	/** A directory's listing, and with -R those below it. */
	directory(word, path, titled) {
		const { files } = this.task;
		let names;
		try {
			names = files.listed(path);
		} catch (error) {
			return [`ls: can't open '${word}': ${reasonOf$1(error)}\n`];
		}
		const rows = [...this.options.has("a") ? [".", ".."] : [], ...names.filter((name) => !name.startsWith(".") || this.options.has("a") || this.options.has("A"))].flatMap((name) => {
			try {
				return [{
					name,
					status: files.details(absolute(path, name), this.options.has("L"))
				}];
			} catch {
				return [];
			}
		});
		const own = (titled ? `${word}:\n` : "") + this.rows(this.sorted(rows), true);
		if (!this.options.has("R")) return [own];
		return [own, ...this.sorted(rows).filter(({ name, status }) => status.kind === "directory" && name !== "." && name !== "..").flatMap(({ name }) => this.directory(`${word}/${name}`, absolute(path, name), true))];
	}
	sorted(rows) {
		const byName = (a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
		const bySize = (a, b) => sizeOf(b.status) - sizeOf(a.status);
		const byTime = (a, b) => a.status.mtime < b.status.mtime ? 1 : a.status.mtime > b.status.mtime ? -1 : 0;
		const first = this.options.has("S") ? bySize : this.options.has("t") ? byTime : () => 0;
		const inOrder = [...rows].sort((a, b) => first(a, b) || byName(a, b));
		return this.options.has("r") ? inOrder.reverse() : inOrder;
	}
	rows(rows, total, beside = []) {
		const { options } = this;
		if (!options.has("l") && !options.has("n") && !options.has("g") && !options.has("o")) return rows.map((row) => `${this.number(row)}${row.name}${this.mark(row.status)}\n`).join("");
		const sum = rows.reduce((blocks, { status }) => blocks + blocksOf(status), 0);
		return (total ? `total ${options.has("h") ? this.humanTotal(sum * 1024) : sum}\n` : "") + (this.task.isBusybox ? this.busyboxRows(rows) : this.coreutilsRows(rows, beside));
	}
	/** busybox pads it, as a cell of its own. */
	humanTotal(bytes) {
		return this.task.isBusybox ? human(bytes).padEnd(7) : human(bytes);
	}
	busyboxRows(rows) {
		return rows.map((row) => {
			const { status } = row;
			const [user, group] = this.owners(status);
			const { device } = status;
			const human_ = this.options.has("h");
			const size = device ? `${String(device.major).padStart(4)},${String(device.minor).padStart(4)}` : this.size(status).padStart(human_ ? 7 : 9);
			return `${this.number(row)}${modeText(status)} ${String(status.nlink).padStart(4)} ${user.slice(0, 8).padEnd(8)} ${group.slice(0, 8).padEnd(8)} ${size} ${this.when(status)} ${this.named(row)}\n`;
		}).join("");
	}
	coreutilsRows(rows, beside) {
		const cells = [...rows, ...beside].map(({ status }) => {
			const { device } = status;
			const size = device ? `${device.major}, ${device.minor}` : this.size(status);
			return [
				String(status.nlink),
				...this.owners(status),
				size
			];
		});
		const width = (column) => Math.max(0, ...cells.map((row) => row[column].length));
		const [links, users, groups, sizes] = [
			width(0),
			width(1),
			width(2),
			width(3)
		];
		return rows.map((row, at) => {
			const [nlink, user, group, size] = cells[at] ?? [
				"",
				"",
				"",
				""
			];
			return `${this.number(row)}${modeText(row.status)} ${nlink.padStart(links)} ${this.aligned(user, users)} ${this.aligned(group, groups)} ${size.padStart(sizes)} ${this.when(row.status)} ${this.named(row)}\n`;
		}).join("");
	}
	/** Numbers stand to the right, names to the left. */
	aligned(owner, width) {
		return /^\d/.test(owner) && this.options.has("n") ? owner.padStart(width) : owner.padEnd(width);
	}
	owners({ uid, gid }) {
		return [this.users.get(uid) ?? String(uid), this.groups.get(gid) ?? String(gid)];
	}
	size(status) {
		return this.options.has("h") ? human(sizeOf(status)) : String(sizeOf(status));
	}
	number({ status }) {
		return this.options.has("i") ? `${this.task.files.inodeNumber(status)} ` : "";
	}
	named({ name, status }) {
		return status.target === void 0 ? `${name}${this.mark(status)}` : `${name} -> ${status.target}`;
	}
	mark({ kind, mode }) {
		if (kind === "directory") return this.options.has("F") || this.options.has("p") ? "/" : "";
		if (!this.options.has("F")) return "";
		if (kind === "symlink") return "@";
		if (kind === "fifo") return "|";
		if (kind === "socket") return "=";
		return kind === "file" && (mode & 73) !== 0 ? "*" : "";
	}
	/** The hour of what is younger than half a year, the year of everything else. */
	when({ mtime }) {
		const at = new Date(millisOf(mtime));
		const age = (millisOf(this.task.machine.now) - at.getTime()) / 1e3;
		const isRecent = age < 15768e3 && age > -900;
		const [, month = ""] = /^\w+, \d+ (\w+)/.exec(at.toUTCString()) ?? [];
		const clock = at.toISOString().slice(11, 16);
		return `${month} ${String(at.getUTCDate()).padStart(2)} ${isRecent ? clock : ` ${at.getUTCFullYear()}`}`;
	}
};
/** `4.0K`: one digit after the point below ten units, as both tools print it. */
const human = (bytes) => {
	const units = [
		"",
		"K",
		"M",
		"G",
		"T"
	];
	let value = bytes;
	let unit = 0;
	for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
	return unit === 0 ? String(bytes) : `${value.toFixed(value < 10 ? 1 : 0)}${units[unit]}`;
};
// src/programs/tools/make-directory.ts
/** `mkdir [-p] [-m MODE] DIR…`, modes in octal; others are the interpreter's. */
const mkdir = async (task, call) => {
	const { args, cwd } = call;
	const at = args.findIndex((arg) => /^-[a-z]*m$/.test(arg));
	const mode = at < 0 ? void 0 : args[at + 1];
	if (mode !== void 0 && !/^[0-7]{1,4}$/.test(mode) && call.builtin) return call.builtin(args);
	const { has, words } = lettersAndWords(at < 0 ? args : [...args.slice(0, at + 1), ...args.slice(at + 2)]);
	if (words.length === 0) return result(1, "", "mkdir: missing operand\n");
	let err = "";
	for (const word of words) if ((has("p") ? [...stepsTo(word)] : [word]).find((step) => !isMade(step)) === void 0) {
		if (mode !== void 0) task.files.call({
			type: "ChmodFile",
			path: absolute(cwd, word),
			mode: Number.parseInt(mode, 8)
		});
	}
	return result(err === "" ? 0 : 1, "", err);
	function isMade(step) {
		const path = absolute(cwd, step);
		try {
			makeOne(task, path);
			return true;
		} catch (error) {
			if (has("p") && isDirectory(task, path)) return true;
			err += `mkdir: ${task.isBusybox ? "can't" : "cannot"} create directory '${step}': ${step.endsWith("/") && reasonOf$1(error) === "File exists" ? "Not a directory" : reasonOf$1(error)}\n`;
			return false;
		}
	}
};
const makeOne = ({ files }, path) => {
	if (path === "/") throw new Error("EEXIST");
	files.makeDirectory(path);
};
const isDirectory = ({ files }, path) => {
	try {
		return files.details(path, true).kind === "directory";
	} catch {
		return false;
	}
};
/** `/a/`, `/a/b/`, `/a/b/c`: as mkdir names them in what it says. */
function* stepsTo(word) {
	for (const { index } of word.matchAll(/[^/]\/+(?=[^/])/g)) {
		const end = /[^/]/.exec(word.slice(index + 1))?.index ?? 0;
		yield word.slice(0, index + 1 + end);
	}
	yield word;
}
// src/programs/tools/mounts.ts
/** Without words the table; a container's processes may not mount anything. */
const mount = async (task, { args, cwd }) => {
	const target = args.filter((arg) => !arg.startsWith("-")).at(-1);
	if (target !== void 0) return task.isBusybox ? result(255, "", `mount: permission denied (are you root?)\n`) : result(32, "", `mount: ${absolute(cwd, target)}: permission denied.\n       dmesg(1) may have more information after failed mount system call.\n`);
	const rows = mountTable(task.machine.world, task.around.container);
	return result(0, rows.map((it) => `${it.device} on ${it.target} type ${it.type} (${it.options})\n`).join(""));
};
const umount = async (task, { args }) => {
	const target = args.find((arg) => !arg.startsWith("-")) ?? "";
	const text = task.isBusybox ? `umount: can't unmount ${target}: Operation not permitted\n` : `umount: ${target}: must be superuser to unmount.\n`;
	return result(task.isBusybox ? 1 : 32, "", text);
};
// src/programs/tools/remove.ts
/** `rm [-rRf] PATH…`: goes on after a path that stays; a directory stays when something in it does. */
const rm = async (task, { args, cwd }) => {
	const { has, words } = lettersAndWords(args);
	if (words.length === 0 && !has("f")) return result(1, "", "rm: missing operand\n");
	const removal = {
		task,
		isRecursive: has("r") || has("R"),
		isForced: has("f"),
		err: ""
	};
	for (const word of words) remove$1(removal, absolute(cwd, word), word);
	return result(removal.err === "" ? 0 : 1, "", removal.err);
};
/** Whether nothing is left of it. */
const remove$1 = (removal, path, word) => {
	const { task, isRecursive, isForced } = removal;
	const cannot = (error) => {
		if (isForced && error instanceof Error && /^(?:ENOENT|ENOTDIR)/.test(error.message)) return true;
		removal.err += `rm: ${task.isBusybox ? "can't" : "cannot"} remove '${word}': ${reasonOf$1(error)}\n`;
		return false;
	};
	try {
		if (task.files.forget(path)) return true;
		const { kind } = task.files.details(path, false);
		if (kind !== "directory") {
			task.files.call({
				type: "RemoveFile",
				path
			});
			return true;
		}
		if (!isRecursive) {
			removal.err += task.isBusybox ? `rm: '${word}' is a directory\n` : `rm: cannot remove '${word}': Is a directory\n`;
			return false;
		}
		if (task.files.listed(path).map((name) => remove$1(removal, absolute(path, name), `${word.replace(/\/+$/, "")}/${name}`)).includes(false)) return false;
		task.files.call({
			type: "RemoveDirectory",
			path
		});
		return true;
	} catch (error) {
		return cannot(error);
	}
};
/** The way up ends with `/`, which nobody can remove, or with the first word of a relative path. */
const parentOf = (word) => /^\/[^/]*$/.test(word) ? "/" : word.slice(0, Math.max(word.lastIndexOf("/"), 0));
/** `rmdir [-p] DIR…`. */
const rmdir = async (task, { args, cwd }) => {
	const { has, words } = lettersAndWords(args);
	if (words.length === 0) return result(1, "", "rmdir: missing operand\n");
	let err = "";
	for (const word of words) {
		let at = word;
		try {
			for (; at !== ""; at = has("p") ? parentOf(at) : "") if (at === "/") throw new Error("EBUSY");
			else task.files.call({
				type: "RemoveDirectory",
				path: absolute(cwd, at)
			});
		} catch (error) {
			err += `rmdir: ${task.isBusybox ? "" : "failed to remove "}'${at}': ${reasonOf$1(error)}\n`;
		}
	}
	return result(err === "" ? 0 : 1, "", err);
};
// src/programs/tools/move.ts
/** `mv [-fnT] FROM… TO`: a rename, and where that is not possible (a directory of the image) a copy and a removal. */
const mv = async (task, { args, cwd }) => {
	const { has, words } = lettersAndWords(args);
	const last = words.at(-1) ?? "";
	const sources = words.slice(0, -1);
	if (sources.length === 0) return result(1, "", "mv: missing file operand\n");
	const isInto = !has("T") && kindOf(task, absolute(cwd, last), true) === "directory";
	if (sources.length > 1 && !isInto) return result(1, "", `mv: target '${last}': Not a directory\n`);
	if (has("T") && task.isBusybox && kindOf(task, absolute(cwd, last), true) === "directory") return result(1, "", `mv: '${last}' is a directory\n`);
	let err = "";
	for (const word of sources) {
		const to = isInto ? `${last.replace(/\/+$/, "")}/${word.replace(/\/+$/, "").replace(/^.*\//, "")}` : last;
		if (has("n") && kindOf(task, absolute(cwd, to), true) !== void 0) continue;
		err += moved(task, cwd, word, to);
	}
	return result(err === "" ? 0 : 1, "", err);
};
const moved = (task, cwd, word, to) => {
	const [source, target] = [absolute(cwd, word), absolute(cwd, to)];
	try {
		task.files.call({
			type: "RenameFile",
			path: source,
			to: target
		});
		return "";
	} catch (error) {
		const from = kindOf(task, source, false);
		if (from === void 0 || !(error instanceof Error && error.message.startsWith("EXDEV"))) return `mv: ${renamed$2(task, word, to, from)}: ${reasonOf$1(error)}\n`;
		return copied(task, source, target, word, to, from);
	}
};
const renamed$2 = ({ isBusybox }, word, to, from) => {
	if (isBusybox) return `can't rename '${word}'`;
	return from === void 0 ? `cannot stat '${word}'` : `cannot move '${word}' to '${to}'`;
};
/** What busybox does where a rename would leave the device: it unlinks what is there, copies, and removes. */
const copied = (task, source, target, word, to, from) => {
	const there = kindOf(task, target, true);
	if (there !== void 0) {
		const [isDirectory, wasDirectory] = [there === "directory", from === "directory"];
		if (isDirectory !== wasDirectory) return `mv: can't overwrite ${isDirectory ? "" : "non-"}directory with ${wasDirectory ? "" : "non-"}directory\n`;
		try {
			task.files.call({
				type: "RemoveFile",
				path: target
			});
		} catch (error) {
			return `mv: ${task.isBusybox ? "can't" : "cannot"} remove '${to}': ${reasonOf$1(error)}\n`;
		}
	}
	const trouble = copyAll(task, source, target, word);
	if (trouble !== "") return trouble.replace(/^cp: /gm, "mv: ");
	const removal = {
		task,
		isRecursive: true,
		isForced: true,
		err: ""
	};
	remove$1(removal, source, word);
	return removal.err.replace(/^rm: /gm, "mv: ");
};
const kindOf = ({ files }, path, follow) => {
	try {
		return files.details(path, follow).kind;
	} catch {
		return;
	}
};
// src/programs/tools/names.ts
const realpath = async (task, { args, cwd }) => {
	let out = "";
	for (const word of args.filter((arg) => !arg.startsWith("-"))) try {
		out += `${await task.files.realpath(absolute(cwd, word))}\n`;
	} catch (error) {
		const { stderr } = failure("realpath", word, error);
		return result(1, out, stderr);
	}
	return result(0, out);
};
const link$1 = async (task, { args: [from = "", to = ""], cwd }) => {
	try {
		task.files.call({
			type: "LinkFile",
			path: absolute(cwd, from),
			to: absolute(cwd, to)
		});
		return result(0);
	} catch (error) {
		return failure("link", `cannot create link '${to}' to '${from}'`, error);
	}
};
const unlink = async (task, { args: [path = ""], cwd }) => {
	try {
		task.files.call({
			type: "RemoveFile",
			path: absolute(cwd, path)
		});
		return result(0);
	} catch (error) {
		return failure("unlink", `cannot unlink '${path}'`, error);
	}
};
/** `mktemp [-d] [TEMPLATE]`: the process's number and the clock stand for chance, so that a log replays. */
const mktemp = async (task, { args, cwd }) => {
	const makesDirectory = args.includes("-d");
	const template = args.find((arg) => !arg.startsWith("-")) ?? "/tmp/tmp.XXXXXX";
	const [, run] = /(X{6,})$/.exec(template) ?? [];
	if (run === void 0) return result(1, "", `mktemp: too few X's in template '${template}'\n`);
	for (let attempt = 0; attempt < 1e3; attempt++) {
		const letters = (Number(task.acting) * 1000003 + attempt * 7919).toString(36).padStart(run.length, "a");
		const word = template.slice(0, -run.length) + letters.slice(-run.length);
		const path = absolute(cwd, word);
		if (await task.files.exists(path)) continue;
		try {
			if (makesDirectory) task.files.call({
				type: "MakeDirectory",
				path,
				mode: 448
			});
			else task.files.put(path, /* @__PURE__ */ new Uint8Array(), 384);
			return result(0, `${word}\n`);
		} catch (error) {
			return failure("mktemp", template, error);
		}
	}
	return result(1, "", `mktemp: ${template}: File exists\n`);
};
// src/programs/tools/open.ts
/** `plimsoll-open OPERATOR PATH …`: says what a shell says when it can not open the files of a command's redirections. */
const open$1 = async (task, { args, cwd }) => {
	for (let at = 0; at + 1 < args.length; at += 2) {
		const [operator = ">", word = ""] = args.slice(at, at + 2);
		const errno = task.files.refusalOf(operator.includes(">>") ? "AppendFile" : "WriteFile", absolute(cwd, word));
		if (errno === void 0) continue;
		const { flavour } = task;
		if (flavour === "bash") return result(1, "", `bash: line 1: ${word}: ${reasonOf$1(new Error(errno))}\n`);
		const isBusybox = flavour === "busybox";
		const reason = errno === "ENOENT" ? isBusybox ? "nonexistent directory" : "Directory nonexistent" : reasonOf$1(new Error(errno));
		return isBusybox ? result(1, "", `sh: can't create ${word}: ${reason}\n`) : result(2, "", `sh: 1: cannot create ${word}: ${reason}\n`);
	}
	return result(0);
};
// src/programs/tools/ps.ts
/** The processes that the pid namespace shows; busybox and procps print them differently. */
const ps$1 = async (task, { args }) => {
	const rows = containerView(task.machine.world, task.around.container.id);
	const command = (row) => row.args.length > 0 ? row.args.join(" ") : `[${row.comm}]`;
	const option = args.join(" ");
	const [, columns] = /-?(?:[a-zA-Z]*)o ?([\w,]+)/.exec(option) ?? [];
	if (columns !== void 0) {
		const cells = {
			pid: ({ pid }) => String(pid),
			ppid: ({ ppid }) => String(ppid),
			comm: ({ comm }) => comm,
			args: command,
			cmd: command,
			stat: ({ state }) => state,
			s: ({ state }) => state
		};
		const titles = {
			args: "COMMAND",
			comm: "COMMAND"
		};
		const names = columns.split(",").filter((name) => Object.hasOwn(cells, name));
		const table = [names.map((name) => titles[name] ?? name.toUpperCase()), ...rows.map((row) => names.map((name) => cells[name]?.(row) ?? ""))];
		return result(0, table.map((line) => `${line.map((cell, at) => at < line.length - 1 ? cell.padStart(5) : cell).join(" ")}\n`).join(""));
	}
	if (task.around.flavour === "busybox") return result(0, `PID   USER     TIME  COMMAND\n${rows.map((row) => `${String(row.pid).padStart(5)} root      0:00 ${command(row)}\n`).join("")}`);
	if (/^-?a?ux/.test(option)) return result(0, `USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n${rows.map((row) => `root     ${String(row.pid).padStart(7)}  0.0  0.0      0     0 ?        ${row.state}    ${clock(task)}   0:00 ${command(row)}\n`).join("")}`);
	return result(0, `UID          PID    PPID  C STIME TTY          TIME CMD\n${rows.map((row) => `root     ${String(row.pid).padStart(7)} ${String(row.ppid).padStart(7)}  0 ${clock(task)} ?        00:00:00 ${command(row)}\n`).join("")}`);
};
const clock = (task) => task.machine.now.slice(11, 16);
// src/programs/tools/read-errors.ts
const troubleWith = (task, path) => {
	try {
		const { kind } = task.files.details(path, true);
		return kind === "directory" ? "Is a directory" : void 0;
	} catch (error) {
		return reasonOf$1(error);
	}
};
/** `cat`: the interpreter's own takes every trouble with a file for a file that is not there. */
const cat = async (task, call) => {
	const files = call.args.filter((arg) => !arg.startsWith("-"));
	const troubles = files.flatMap((file) => {
		const trouble = troubleWith(task, absolute(call.cwd, file));
		return trouble === void 0 ? [] : [{
			file,
			trouble
		}];
	});
	if (troubles.length === 0) return task.runBuiltin(call, call.args);
	const bad = new Set(troubles.map(({ file }) => file));
	const good = call.args.filter((arg) => !bad.has(arg));
	const read = good.length === call.args.length - files.length ? result(0) : await task.runBuiltin(call, good);
	const err = troubles.map(({ file, trouble }) => `cat: ${file}: ${trouble}\n`).join("");
	return {
		...read,
		stderr: read.stderr + err,
		exitCode: 1
	};
};
/** `sort` of a file that can not be read is 2; the interpreter's is 1. */
const sort = async (task, call) => {
	const done = await task.runBuiltin(call, call.args);
	return done.exitCode === 1 && done.stderr !== "" ? {
		...done,
		exitCode: 2
	} : done;
};
// src/programs/tools/signals.ts
/** The number of a signal by its name or number, with or without SIG. */
const signalOf = (word) => /^\d+$/.test(word) ? Number(word) : signalNumbers[word.toUpperCase().replace(/^SIG/, "")];
const kill$1 = async (task, { args }) => {
	const words = [...args];
	let signal = 15;
	if (words[0] === "-s" || words[0] === "-n") signal = signalOf(words.splice(0, 2)[1] ?? "");
	else if (words[0] === "-l") return result(0, `${Object.keys(signalNumbers).join(" ")}\n`);
	else if (/^-[A-Za-z0-9]+$/.test(words[0] ?? "") && words.length > 1) signal = signalOf((words.shift() ?? "").slice(1));
	if (words[0] === "--") words.shift();
	if (signal === void 0) return result(1, "", "sh: 1: kill: Illegal number\n");
	let code = 0;
	let told = "";
	for (const word of words) {
		if (task.machine.act({
			issuer: "process",
			type: "SignalProcess",
			pid: task.acting,
			target: Number(word),
			signal
		}).accepted) continue;
		code = 1;
		told += task.isBusybox ? `sh: can't kill pid ${word}: No such process\n` : "sh: 1: kill: No such process\n\n";
	}
	return result(code, "", told);
};
/** The traps that are set, as a shell could read them again (measured, docs/facts.md). */
const told$1 = (bodies) => [...bodies].sort(([a], [b]) => a - b).map(([signal, body]) => `trap -- '${body.replaceAll("'", `'"'"'`)}' ${signalName(signal)}\n`).join("");
const signalName = (signal) => signal === 0 ? "EXIT" : Object.entries(signalNumbers).find(([, number]) => number === signal)?.[0] ?? String(signal);
/** `trap 'exit 42' TERM`: what the model must know of it is whether the process goes on. */
const trap = async (task, { args }) => {
	const words = args[0] === "--" ? args.slice(1) : args;
	if (words.length === 0) return result(0, told$1(task.trapBodies));
	const [body = "", ...signals] = words.length === 1 || /^\d+$/.test(words[0] ?? "") ? ["-", ...words] : words;
	for (const word of signals) {
		const signal = /^(?:EXIT|0)$/i.test(word) ? 0 : signalOf(word);
		if (signal === void 0) return task.isBusybox ? result(1, "", `sh: trap: line 0: ${word}: invalid signal specification\n`) : result(1, "", `sh: 1: trap: ${word}: bad trap\n`);
		task.setTrap(signal, body);
	}
	return result(0);
};
// src/programs/tools/special-files.ts
const chown = async (task, { name, args, cwd }) => {
	const paths = args.filter((arg) => !arg.startsWith("-"));
	const recursive = args.some((arg) => /^-\w*R/.test(arg));
	const [who = "", ...files] = paths;
	const [user = "", group = ""] = name === "chgrp" ? ["", who] : who.split(/[:.]/);
	const owner = user === "" ? void 0 : await numberOf$1(task, "/etc/passwd", user);
	const gid = group === "" ? void 0 : await numberOf$1(task, "/etc/group", group);
	if (user !== "" && owner === void 0) return result(1, "", task.isBusybox ? `${name}: unknown user ${user}\n` : `${name}: invalid user: '${who}'\n`);
	if (group !== "" && gid === void 0) return result(1, "", task.isBusybox ? `${name}: unknown group ${group}\n` : `${name}: invalid group: '${who}'\n`);
	const change = async (path) => {
		task.files.call({
			type: "ChownFile",
			path,
			...owner !== void 0 && { owner },
			...gid !== void 0 && { group: gid }
		});
		if (recursive && (await task.files.lstat(path)).isDirectory) for (const child of await task.files.readdir(path)) await change(`${path}/${child}`);
	};
	for (const file of files) try {
		await change(absolute(cwd, file));
	} catch (error) {
		return failure(name, `cannot access '${file}'`, error);
	}
	return result(0);
};
const mknod = async (task, { name, args, cwd }) => {
	const [path = "", kind = "p", major = "0", minor = "0"] = args;
	const device = {
		device: kind === "b" ? "block" : "char",
		major: Number(major),
		minor: Number(minor)
	};
	try {
		const special = name === "mkfifo" || kind === "p" ? "fifo" : device;
		task.files.call({
			type: "MakeSpecialFile",
			path: absolute(cwd, path),
			special
		});
		return result(0);
	} catch (error) {
		return failure(name, path, error);
	}
};
const truncate = async (task, { name, args, cwd }) => {
	const at = args.indexOf("-s");
	const size = Number(args[at + 1]);
	const files = args.filter((_, index) => index !== at && index !== at + 1);
	for (const file of files) {
		const path = absolute(cwd, file);
		try {
			if (!await task.files.exists(path)) await task.files.writeFile(path, "");
			task.files.call({
				type: "TruncateFile",
				path,
				size
			});
		} catch (error) {
			return failure(name, `cannot open '${file}' for writing`, error);
		}
	}
	return result(0);
};
// src/programs/tools/stat.ts
/** The device number of a container's overlay differs from mount to mount; stat needs one. */
const overlayDevice = 39;
/** `stat [-L] [-c FORMAT] FILE…`. */
const stat = async (task, { args, cwd }) => {
	const files = [];
	let format;
	let follows = false;
	for (let at = 0; at < args.length; at++) {
		const arg = args[at] ?? "";
		if (arg === "-c") format = `${args[++at] ?? ""}\n`;
		else if (arg.startsWith("--format=")) format = `${arg.slice(9)}\n`;
		else if (arg.startsWith("--printf=")) format = arg.slice(9).replaceAll("\\n", "\n").replaceAll("\\t", "	");
		else if (arg === "-L") follows = true;
		else if (/^-./.test(arg)) return result(1, "", `stat: invalid option -- '${arg.slice(1)}'\n`);
		else files.push(arg);
	}
	const names = {
		users: await namesOf(task, "/etc/passwd"),
		groups: await namesOf(task, "/etc/group")
	};
	let out = "";
	let err = "";
	for (const file of files) try {
		const status = task.files.details(absolute(cwd, file), follows);
		out += format === void 0 ? wholeText(task, file, status, names) : filled$1(task, format, file, status, names);
	} catch (error) {
		err += task.isBusybox ? `stat: can't stat '${file}': ${reasonOf$1(error)}\n` : `stat: cannot statx '${file}': ${reasonOf$1(error)}\n`;
	}
	return result(err === "" ? 0 : 1, out, err);
};
const timeText = (instant) => `${instant.slice(0, 10)} ${instant.slice(11, -1).padEnd(18, "0")} +0000`;
const wholeText = (task, file, status, { users, groups }) => {
	const quoted = task.isBusybox ? `'${file}' -> '${status.target}'` : `${file} -> ${status.target}`;
	const name = status.target === void 0 ? file : quoted;
	const account = (number, names) => `(${String(number).padStart(5)}/${(names.get(number) ?? "UNKNOWN").padStart(8)})`;
	const device = task.isBusybox ? `${overlayDevice.toString(16)}h/${overlayDevice}d` : `0,${overlayDevice}`;
	const rest = status.device ? `     Device type: ${status.device.major},${status.device.minor}` : "";
	const birth = task.isBusybox ? "" : " Birth: -\n";
	const when = timeText(status.mtime);
	return `  File: ${name}\n  Size: ${String(sizeOf(status)).padEnd(10)}\tBlocks: ${String(blocksOf(status) * 2).padEnd(10)} IO Block: 4096   ${kindText(status)}\nDevice: ${device}\tInode: ${String(task.files.inodeNumber(status)).padEnd(10)}  Links: ${status.nlink}${rest}\nAccess: (${octal(status.mode).padStart(4, "0")}/${modeText(status)})  Uid: ${account(status.uid, users)}   Gid: ${account(status.gid, groups)}\nAccess: ${when}\nModify: ${when}\nChange: ${when}\n${birth}`;
};
const octal = (mode) => (mode & 4095).toString(8);
const filled$1 = (task, format, file, status, { users, groups }) => {
	const seconds = () => String(Math.floor(Date.parse(status.mtime) / 1e3));
	const cells = {
		a: () => octal(status.mode),
		A: () => modeText(status),
		b: () => String(blocksOf(status) * 2),
		B: () => "512",
		d: () => String(overlayDevice),
		D: () => overlayDevice.toString(16),
		f: () => (typeBits[status.kind] | status.mode).toString(16),
		F: () => kindText(status),
		g: () => String(status.gid),
		G: () => groups.get(status.gid) ?? "UNKNOWN",
		h: () => String(status.nlink),
		i: () => String(task.files.inodeNumber(status)),
		n: () => file,
		N: () => status.target === void 0 ? `'${file}'` : `'${file}' -> '${status.target}'`,
		o: () => "4096",
		s: () => String(sizeOf(status)),
		t: () => (status.device?.major ?? 0).toString(16),
		T: () => (status.device?.minor ?? 0).toString(16),
		u: () => String(status.uid),
		U: () => users.get(status.uid) ?? "UNKNOWN",
		x: () => timeText(status.mtime),
		y: () => timeText(status.mtime),
		z: () => timeText(status.mtime),
		X: seconds,
		Y: seconds,
		Z: seconds,
		"%": () => "%"
	};
	return format.replace(/%(.)/g, (whole, letter) => Object.hasOwn(cells, letter) ? cells[letter]?.() ?? "" : whole);
};
const typeBits = {
	file: 32768,
	directory: 16384,
	symlink: 40960,
	fifo: 4096,
	socket: 49152,
	device: 8192
};
// src/programs/tools/system.ts
const hostname = async (task) => result(0, await task.files.readFile("/etc/hostname"));
const uname = async (task, { args }) => {
	const fields = {
		s: "Linux",
		n: (await task.files.readFile("/etc/hostname")).trim(),
		r: "6.1.0",
		m: "x86_64",
		o: "GNU/Linux"
	};
	const letters = (args[0] ?? "-s").slice(1);
	return result(0, `${[...letters === "a" ? "snrmo" : letters].map((letter) => fields[letter] ?? "").join(" ")}\n`);
};
/** What was exported: the shell's own variables are not for its children. */
const env = async (task, call) => {
	const words = call.args.filter((arg) => arg !== "-i" && arg !== "-");
	const assigned = words.filter((word, at) => words.slice(0, at + 1).every((it) => it.includes("=")) && word.includes("="));
	const command = words.slice(assigned.length);
	if (command.length > 0) return call.builtin ? call.builtin(call.args) : task.replaceBy(command, call);
	const all = {
		...call.args.some((arg) => arg === "-i" || arg === "-") ? {} : call.exported,
		...Object.fromEntries(assigned.map((pair) => pair.split(/=(.*)/s).slice(0, 2)))
	};
	return result(0, Object.entries(all).map(([name, value]) => `${name}=${value}\n`).join(""));
};
/** `umask [MODE]`: which bits new files never get. */
const umask = async (task, { args: [mode] }) => {
	if (mode === void 0) return result(0, `${task.files.umask.toString(8).padStart(4, "0")}\n`);
	if (!/^[0-7]{1,4}$/.test(mode)) return result(2, "", `sh: 1: Illegal number: ${mode}\n`);
	task.files.umask = Number.parseInt(mode, 8);
	return result(0);
};
/** The terminal that the engine has given to the container or to the exec. */
/** `test -t N`; the three streams are the terminal's, or none is. */
const isTerminal = async (task, { args }) => result(task.hasTerminal && [
	"0",
	"1",
	"2"
].includes(args[1] ?? "") ? 0 : 1);
const tty = async (task) => task.hasTerminal ? result(0, "/dev/pts/0\n") : result(1, "not a tty\n");
// src/programs/tools/time.ts
const units$2 = {
	"": 1e3,
	s: 1e3,
	m: 6e4,
	h: 36e5,
	d: 864e5
};
/** What `sleep` says without a word (measured, docs/facts.md). */
const usage = (task) => task.isBusybox ? `${task.files.busyboxVersion()} multi-call binary.\n\nUsage: sleep [N]...\n\nPause for a time equal to the total of the args given, where each arg can
have an optional suffix of (s)econds, (m)inutes, (h)ours, or (d)ays
` : "sleep: missing operand\nTry 'sleep --help' for more information.\n";
const sleep = async (task, { args }) => {
	if (args.length === 0) return result(1, "", usage(task));
	let millis = 0;
	for (const arg of args) {
		const [, number, unit = ""] = /^(\d+(?:\.\d*)?|\.\d+|infinity)([smhd])?$/.exec(arg) ?? [];
		if (number === void 0) return result(1, "", `sleep: invalid ${task.isBusybox ? "number" : "time interval"} '${arg}'\n`);
		millis += number === "infinity" ? Number.POSITIVE_INFINITY : Number(number) * (units$2[unit] ?? 1e3);
	}
	await task.wait(millis);
	return result(0);
};
const date = async (task, call) => {
	if (call.args.length === 1 && call.args[0]?.startsWith("+%s")) return result(0, `${Math.floor(Date.parse(task.machine.now) / 1e3)}\n`);
	const now = new Date(Date.parse(`${task.machine.now.slice(0, 19)}Z`));
	if (call.args.length === 0) {
		const [day = "", , month = "", year = ""] = now.toUTCString().split(" ");
		return result(0, `${day.replace(",", "")} ${month} ${String(now.getUTCDate()).padStart(2)} ${task.machine.now.slice(11, 19)} UTC ${year}\n`);
	}
	return call.builtin ? call.builtin(call.args) : result(0);
};
// src/programs/programs.ts
const nothing = async () => result(0);
/** Programs and builtins that are told here and not by the interpreter. */
const programs = {
	"plimsoll-job": startJob,
	"plimsoll-isatty": isTerminal,
	"plimsoll-jobnumber": jobNumber$1,
	"plimsoll-kill": kill$1,
	"plimsoll-trap": trap,
	"plimsoll-umask": umask,
	"plimsoll-wait": wait$1,
	"plimsoll-exec": nothing,
	"plimsoll-open": open$1,
	"plimsoll-run": nothing,
	cat,
	chgrp: chown,
	chown,
	cmp,
	cp: cp$1,
	date,
	dd,
	env,
	getent,
	hostname,
	id,
	kill: kill$1,
	link: link$1,
	ln,
	ls,
	mkdir,
	mkfifo: mknod,
	mknod,
	mktemp,
	mount,
	mv,
	nohup: wrapper,
	ps: ps$1,
	realpath,
	"redis-cli": redisCli,
	"redis-server": redisServer,
	rm,
	rmdir,
	setsid: wrapper,
	sleep,
	sort,
	stat,
	stty: nothing,
	sync: nothing,
	truncate,
	tty,
	umount,
	uname,
	unlink,
	whoami
};
// src/programs/shell-script.ts
/** Where a script's output goes while it runs: to files that the shell's file system takes as the two streams. */
const streams = {
	stdout: "/dev/.plimsoll-stdout",
	stderr: "/dev/.plimsoll-stderr"
};
const treeOf = (script) => parse(script);
const statementsOf = (script) => treeOf(script).statements;
const textOf$3 = (statements) => serialize({
	type: "Script",
	statements
});
const commandOf$1 = (script) => {
	const [statement] = statementsOf(script);
	const [pipeline] = statement?.pipelines ?? [];
	return known$1((pipeline?.commands ?? [])[0], "command");
};
const toStdout = commandOf$1(`x >> ${streams.stdout}`).redirections;
const toStderr = commandOf$1(`x 2>> ${streams.stderr}`).redirections;
/** Builtins that print nothing and would lose their effect behind a redirection. */
const silent = /* @__PURE__ */ new Set([
	"exit",
	"return",
	"break",
	"continue",
	"cd",
	"export",
	"unset",
	"set",
	"shift",
	"local",
	"read",
	":",
	"readonly"
]);
/** Builtins of a real shell that the interpreter has not, or has otherwise. */
const renamed$1 = {
	trap: "plimsoll-trap",
	umask: "plimsoll-umask",
	kill: "plimsoll-kill",
	wait: "plimsoll-wait"
};
/**
* A script as the interpreter shall run it: each command writes to the streams as soon as it ends, so that output has its
* time; jobs, `exec` and signals go through commands of our own (`plimsoll-job`, `plimsoll-exec`, `plimsoll-trap`, `plimsoll-kill`, `plimsoll-wait`).
*/
const preparedScript = (script, names) => textOf$3(statementsOf(script).map((statement) => streamed(renameIn(statement, names))));
/** Whether a script is one simple command of an external program, which shells may execute in place. */
const isOneCommand = (script) => {
	try {
		const statements = statementsOf(script);
		const [statement] = statements;
		if (statements.length !== 1 || statement === void 0 || statement.background === true) return false;
		const [pipeline, ...others] = statement.pipelines;
		const [command, ...more] = pipeline?.commands ?? [];
		if (others.length > 0 || more.length > 0 || pipeline?.negated === true || command?.type !== "SimpleCommand") return false;
		const name = literalName(command);
		return name !== void 0 && !shellBuiltins.has(name);
	} catch {
		return false;
	}
};
/**
* The script with its last command executed in the shell's own place, as busybox does where that is a simple command of an external
* program and no trap is set (measured, docs/facts.md).
*/
const withLastInPlace = (script) => {
	try {
		const statements = statementsOf(script);
		const last = statements.at(-1);
		const pipelines = last?.pipelines ?? [];
		const pipeline = pipelines.at(-1);
		const [command, ...more] = pipeline?.commands ?? [];
		if (last?.background === true || more.length > 0 || pipeline?.negated === true) return script;
		if (command?.type !== "SimpleCommand" || /\btrap\b/.test(script)) return script;
		const name = literalName(command);
		if (name === void 0 || shellBuiltins.has(name)) return script;
		const executed = {
			...command,
			name: commandOf$1("exec x").name,
			args: [command.name, ...command.args]
		};
		return textOf$3([...statements.slice(0, -1), {
			...last,
			pipelines: [...pipelines.slice(0, -1), {
				...pipeline,
				commands: [executed]
			}]
		}]);
	} catch {
		return script;
	}
};
const shellBuiltins = /* @__PURE__ */ new Set([
	"echo",
	"printf",
	"pwd",
	"true",
	"false",
	"test",
	"[",
	"exec",
	"eval",
	".",
	"source",
	"command",
	"type",
	"umask",
	"alias",
	"getopts",
	"times",
	"hash",
	"trap",
	"kill",
	"wait",
	"jobs",
	...silent
]);
const literalName = ({ name }) => {
	const parts = name?.parts ?? [];
	return parts.length === 1 && parts[0]?.type === "Literal" ? String(parts[0].value) : void 0;
};
const quote$1 = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const streamed = (statement) => {
	if (statement.background === true) {
		const job = textOf$3([{
			...statement,
			background: false
		}]);
		return statementsOf(`plimsoll-job ${quote$1(job)}`)[0] ?? statement;
	}
	return {
		...statement,
		pipelines: statement.pipelines.map(streamedPipeline)
	};
};
const streamedPipeline = (pipeline) => {
	const commands = pipeline.commands;
	const last = commands.length - 1;
	const isSingle = last === 0;
	return {
		...pipeline,
		commands: commands.map((command, at) => {
			if (isSingle && command.type !== "SimpleCommand" && command.type !== "FunctionDef" && (command.redirections?.length ?? 0) === 0) return streamedBlock(command);
			return at === last ? redirected(command, [...toStdout, ...toStderr]) : redirected(command, toStderr);
		})
	};
};
/** A command whose files can not be opened does not run, and the shell goes on: the interpreter would stop. */
const redirected = (command, to) => {
	const files = (command.redirections ?? []).filter(isFileToWrite);
	const inner = streamedTo(command, to);
	if (files.length === 0 || command.type === "FunctionDef") return inner;
	const name = command.type === "SimpleCommand" ? literalName(command) : void 0;
	const isSpecial = name !== void 0 && special$1.has(name);
	const group = commandOf$1(isSpecial ? "{ plimsoll-open || exit $?; x; }" : "{ plimsoll-open && x; }");
	const opening = {
		...commandOf$1("plimsoll-open"),
		args: files.flatMap(({ operator, target }) => [commandOf$1(`x '${operator}'`).args, target].flat()),
		redirections: toStderr
	};
	return replaced(replaced(group, "plimsoll-open", opening), "x", inner);
};
/** Builtins after whose failed redirection a shell ends. */
const special$1 = /* @__PURE__ */ new Set([
	":",
	"exec",
	"exit",
	"export",
	"readonly",
	"return",
	"set",
	"shift",
	"unset",
	"trap",
	"eval",
	"."
]);
/** Where looking twice at a word does no harm. */
const isFileToWrite = ({ operator, target }) => [
	">",
	">>",
	">|",
	"&>",
	"&>>"
].includes(String(operator)) && target.parts?.every(isPlain$1) === true;
const isPlain$1 = ({ type, parts, operation }) => type === "Literal" || type === "SingleQuoted" || type === "Escaped" || type === "ParameterExpansion" && operation === null || type === "DoubleQuoted" && parts.every(isPlain$1);
/** The tree with another command in the place of the one of this name. */
const replaced = (node, name, by) => {
	if (Array.isArray(node)) return node.map((it) => replaced(it, name, by));
	if (node === null || typeof node !== "object") return node;
	const tree = node;
	if (tree.type === "SimpleCommand" && literalName(tree) === name) return by;
	return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, replaced(value, name, by)]));
};
const streamedTo = (command, to) => {
	if (command.type === "FunctionDef") return command;
	if (command.type !== "SimpleCommand") return {
		...command,
		redirections: [...to, ...command.redirections ?? []]
	};
	const name = literalName(command);
	if (command.name === null || name !== void 0 && silent.has(name)) return command;
	if (name === "exec") return executed$1(command, to);
	return {
		...command,
		redirections: [...to, ...command.redirections]
	};
};
/** `exec program` runs the program in the shell's own process, and then there is no shell any more. */
const executed$1 = (command, to) => {
	if (command.args.length === 0) return command;
	const group = commandOf$1("{ plimsoll-exec; exit $?; }");
	const [first, ...rest] = group.body;
	const template = commandOf$1("plimsoll-exec");
	const inner = {
		...command,
		name: template.name,
		redirections: [...to, ...command.redirections]
	};
	const [pipeline] = first?.pipelines ?? [];
	return {
		...group,
		body: [{
			...first,
			pipelines: [{
				...pipeline,
				commands: [inner]
			}]
		}, ...rest]
	};
};
const lists = [
	"body",
	"condition",
	"elseBody"
];
/** A compound command streams from within. */
const streamedBlock = (block) => {
	const inner = { ...block };
	for (const field of lists) if (Array.isArray(block[field])) inner[field] = block[field].map(streamed);
	for (const field of ["clauses", "items"]) if (Array.isArray(block[field])) inner[field] = block[field].map(streamedBlock);
	return inner;
};
const jobNumber = (() => {
	const [word] = commandOf$1("x $(plimsoll-jobnumber)").args;
	return (word?.parts ?? [])[0];
})();
/** `$!` and `$0`, which the interpreter does not know, and builtins under our names. */
/** `test -t N`, `[ -t N ]`: whether there is a terminal the interpreter can not know. */
const isTerminalTest = ({ args }, name) => (name === "test" || name === "[") && literalName({
	type: "word",
	name: args[0]
}) === "-t";
const renameIn = (node, names) => {
	if (Array.isArray(node)) return node.map((it) => renameIn(it, names));
	if (node === null || typeof node !== "object") return node;
	const tree = node;
	if (tree.type === "ParameterExpansion" && tree.operation === null) {
		if (tree.parameter === "!") return jobNumber;
		if (tree.parameter === "0") return {
			type: "Literal",
			value: names.zero
		};
	}
	const inner = Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, renameIn(value, names)]));
	const name = tree.type === "SimpleCommand" ? literalName(tree) : void 0;
	const other = isTerminalTest(tree, name) ? "plimsoll-isatty" : name !== void 0 && Object.hasOwn(renamed$1, name) ? renamed$1[name] : void 0;
	return other === void 0 ? inner : {
		...inner,
		name: commandOf$1(other).name
	};
};
// src/programs/busybox-words.ts
/** What busybox says where coreutils says the same in other words (measured, docs/facts.md). */
const words = [
	[/^cat: (.*): No such file or directory$/gm, "cat: can't open '$1': No such file or directory"],
	[/^cat: .*: Is a directory$/gm, "cat: read error: Is a directory"],
	[/^(head|tail|sort|uniq|wc|cut|grep|sed|awk): (?:cannot open ')?([^:']*)'?(?: for reading)?: No such file or directory$/gm, "$1: $2: No such file or directory"],
	[/^rm: cannot remove '(.*)': Is a directory$/gm, "rm: '$1' is a directory"],
	[/^rm: cannot remove '(.*)': (.*)$/gm, "rm: can't remove '$1': $2"],
	[/^mkdir: cannot create directory '(.*)': (.*)$/gm, "mkdir: can't create directory '$1': $2"],
	[/^rmdir: failed to remove '(.*)': (.*)$/gm, "rmdir: '$1': $2"],
	[/^mv: cannot stat '(.*)': (.*)$/gm, "mv: can't rename '$1': $2"],
	[/^ln: failed to create (?:symbolic |hard )?link '(.*?)'(?: => '.*')?: (.*)$/gm, "ln: $1: $2"],
	[/^touch: cannot touch '(.*)': (.*)$/gm, "touch: $1: $2"],
	[/^du: cannot access '(.*)': (.*)$/gm, "du: $1: $2"],
	[/^chmod: cannot access '(.*)': (.*)$/gm, "chmod: $1: $2"],
	[/^(chown|chgrp): cannot access '(.*)': (.*)$/gm, "$1: $2: $3"]
];
const busyboxWords = (text) => text === "" ? text : words.reduce((told, [coreutils, busybox]) => told.replace(coreutils, busybox), text);
// src/programs/shell-words.ts
/**
* The interpreter's words as each shell says them, under the name that it was called by, and its tools' as the image's tools do
* (measured, docs/facts.md).
*/
const toldBy = (flavour, text, shell = flavour === "bash" ? "bash" : "sh") => {
	if (text === "") return text;
	const plain = text.replace(/: (E[A-Z]+): [^\n]*/g, (_, errno) => `: ${reasonOf$1(new Error(errno))}`);
	if (flavour === "bash") return plain.replace(/^bash: (?:line 1: )?/gm, `${shell}: line 1: `);
	const isBusybox = flavour === "busybox";
	const prefix = isBusybox ? `${shell}: ` : `${shell}: 1: `;
	const shells = plain.replace(/^bash: ([^\n]*?)command not found$/gm, `${prefix}$1not found`).replace(/^bash: (?:line \d+: )?cd: (.*): No such file or directory$/gm, isBusybox ? `${shell}: cd: line 0: can't cd to $1: No such file or directory` : `${prefix}cd: can't cd to $1`).replace(/^bash: (?:line \d+: )?([^:\n]*): No such file or directory$/gm, isBusybox ? `${shell}: can't open $1: no such file` : `${prefix}cannot open $1: No such file`).replace(/^bash: (?:line \d+: )?([^:\n]*): Is a directory$/gm, isBusybox ? `${shell}: can't create $1: Is a directory` : `${prefix}cannot create $1: Is a directory`).replace(/^bash: (?:line \d+: )?/gm, prefix);
	return isBusybox ? busyboxWords(shells) : coreutilsWords(shells);
};
const coreutilsWords = (text) => text.replace(/^ln: failed to create link/gm, "ln: failed to create hard link").replace(/^sort: (?!cannot)([^:\n]*): No such file or directory$/gm, "sort: cannot read: $1: No such file or directory");
// src/programs/streamed-files.ts
/** The container's files, and the two that stand for the streams of the script. */
var StreamedFiles = class extends ContainerFiles {
	print;
	/** No child of the shell acts now. */
	isShell;
	/** Where commands of our own are looked for: in /usr/bin, or along a PATH that does not lead there. */
	ours;
	constructor(machine, actor, scratch, print, shell, path) {
		super(machine, actor, scratch);
		this.print = print;
		this.isShell = () => actor.pid === shell;
		this.ours = path.split(":").includes("/usr/bin") ? /^\/usr\/bin\/plimsoll-[a-z]+$/ : /\/plimsoll-[a-z]+$/;
	}
	/**
	* The interpreter knows its commands in /bin and /usr/bin only, and reads any other program as a script of its own: it
	* gets one that hands the program back to us.
	*/
	async readFile(path, options) {
		if (this.isOurs(path) && !isStream(path)) return `/usr/bin/${path.slice(path.lastIndexOf("/") + 1)} "$@"\n`;
		if (!this.isShell()) return super.readFile(path, options);
		const { isFile, mode } = await super.stat(path);
		return isFile && (mode & 73) !== 0 ? `plimsoll-run ${quote$1(path)} "$@"\n` : super.readFile(path, options);
	}
	async exists(path) {
		return this.isOurs(path) || super.exists(path);
	}
	async stat(path) {
		if (!this.isOurs(path)) return super.stat(path);
		return {
			isFile: true,
			isDirectory: false,
			isSymbolicLink: false,
			mode: 493,
			size: 0,
			mtime: /* @__PURE__ */ new Date(0)
		};
	}
	/** The interpreter looks for commands in the file system, for those of our own too. */
	isOurs(path) {
		return isStream(path) || this.ours.test(path);
	}
	async appendFile(path, content, options) {
		if (!isStream(path)) return super.appendFile(path, content, options);
		const text = typeof content === "string" ? decoded(content, options) : new TextDecoder().decode(content);
		this.print(path === streams.stdout ? "stdout" : "stderr", text);
	}
};
const isStream = (path) => path === streams.stdout || path === streams.stderr;
const decoded = (text, options) => {
	const encoding = typeof options === "string" ? options : options?.encoding;
	return encoding === "binary" || encoding === "latin1" ? new TextDecoder().decode(Uint8Array.from(text, (char) => char.charCodeAt(0) & 255)) : text;
};
// src/programs/task.ts
const result = (exitCode, stdout = "", stderr = "") => ({
	stdout,
	stderr,
	exitCode
});
/** One process that interprets a script or runs a tool, with the children that it forks on the way. */
var Task = class Task {
	machine;
	pid;
	around;
	files;
	jobs = [];
	traps = /* @__PURE__ */ new Map();
	pending = [];
	listens = false;
	actor;
	stop = new AbortController();
	/** Who hears what is printed: the container's log, or a shell that called this one. */
	hear;
	constructor(machine, pid, around, hear) {
		this.hear = hear ?? ((who, output, text) => machine.print(who, output, text));
		this.machine = machine;
		this.pid = pid;
		this.around = around;
		this.actor = {
			pid,
			uid: around.uid,
			gid: around.gid,
			container: around.container.id
		};
		this.files = new StreamedFiles(machine, this.actor, around.scratch, (output, text) => this.hear(this.actor.pid, output, this.told(text)), pid, around.env.PATH ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
	}
	/** Who acts now: the shell, or the child that it waits for. */
	get acting() {
		return this.actor.pid;
	}
	/** Did the client ask for a terminal? */
	get hasTerminal() {
		const { container } = this.around;
		const exec = this.machine.world.host.processes.get(this.pid)?.exec;
		if (exec === void 0) return container.config.Tty === true;
		return this.machine.world.containers.get(container.id)?.execs.get(exec)?.config.tty === true;
	}
	get flavour() {
		return this.around.flavour;
	}
	/** Whose words and columns the tools use: busybox's or coreutils'. */
	get isBusybox() {
		return this.around.flavour === "busybox";
	}
	get isAlive() {
		const process = this.machine.world.host.processes.get(this.pid);
		return process !== void 0 && process.state !== "zombie";
	}
	/** Runs a script to its end; what it prints goes out on the way. */
	async runScript(script, args, zero, stdin = "") {
		let prepared;
		try {
			prepared = preparedScript(script, { zero });
		} catch (error) {
			this.hear(this.pid, "stderr", `${zero}: 1: Syntax error: ${error.message}\n`);
			return 2;
		}
		const positional = args.length > 0 ? `set -- ${args.map(quote$1).join(" ")}\n` : "";
		const { stdout, stderr, exitCode } = await this.interpreted(positional + prepared, zero, stdin);
		if (this.isAlive) {
			this.hear(this.pid, "stdout", stdout);
			this.hear(this.pid, "stderr", this.told(stderr));
		}
		return exitCode;
	}
	/** A redirection that the file system refuses ends the script here; a shell would go on. */
	async interpreted(script, zero, stdin) {
		try {
			return await this.bash().exec(script, {
				rawScript: true,
				signal: this.stop.signal,
				stdin
			});
		} catch (error) {
			if (!(error instanceof Error && "path" in error && "reason" in error)) throw error;
			const isBusybox = this.isBusybox;
			const reason = error.reason === missingFile ? isBusybox ? "nonexistent directory" : "Directory nonexistent" : error.reason;
			return isBusybox ? result(1, "", `${zero}: can't create ${error.path}: ${reason}\n`) : result(2, "", `${zero}: 1: cannot create ${error.path}: ${reason}\n`);
		}
	}
	/** Runs one program, with its words as they are, in this very process. */
	async runProgram(argv) {
		return this.runScript(`plimsoll-exec ${argv.map(quote$1).join(" ")}`, [], argv[0] ?? "");
	}
	/** The process waits on the session's clock. */
	wait(millis) {
		return this.machine.scheduler.waitUntil(this.acting, millisOf(this.machine.now) + millis);
	}
	setDisposition(signal, disposition) {
		const change = disposition === void 0 ? {} : { disposition };
		this.machine.act({
			issuer: "process",
			type: "SetDisposition",
			pid: this.pid,
			signal,
			...change
		});
	}
	/** `trap BODY SIGNAL`. */
	setTrap(signal, body) {
		this.traps.delete(signal);
		if (body !== "-") this.traps.set(signal, body);
		if (signal === 0) return;
		if (body === "-" || body === "") {
			this.setDisposition(signal, body === "" ? { action: "ignore" } : void 0);
			return;
		}
		const [, code] = /(?:^|[;\s&])exit(?:\s+(\d+))?\s*;?\s*$/.exec(body) ?? [];
		const exits = /(?:^|[;\s&])exit\b/.test(body);
		this.setDisposition(signal, exits ? {
			action: "exit",
			code: Number(code ?? 0)
		} : { action: "handle" });
		this.listenForSignals();
	}
	/** What is done at a signal, and at 0 at the shell's end; empty where it is ignored. */
	get trapBodies() {
		return this.traps;
	}
	/** Runs the bodies of the traps whose signals have come. */
	async runTraps() {
		for (let signal = this.pending.shift(); signal !== void 0; signal = this.pending.shift()) {
			const body = this.traps.get(signal);
			if (body !== void 0 && this.isAlive) await this.runScript(body, [], "sh");
		}
	}
	listenForSignals() {
		if (this.listens) return;
		this.listens = true;
		const stop = this.machine.watch((event) => {
			if (event.type === "ProcessExited" && event.pid === this.pid) stop();
			if (event.type !== "SignalDelivered" || event.pid !== this.pid || !this.traps.has(event.signal)) return;
			this.pending.push(event.signal);
			this.machine.scheduler.start(() => this.runTraps());
		});
		this.machine.prepare(this.pid, (command) => {
			if (command.type !== "StopContainer" && command.type !== "RestartContainer") return;
			const { id, name } = this.around.container;
			if (command.container !== name && !id.startsWith(command.container)) return;
			for (const words of lastWords(this.traps.get(15))) this.machine.print(this.pid, "stdout", words);
		});
	}
	/** Runs other words in this process's place. */
	replaceBy(argv, call) {
		const [name = "", ...args] = argv;
		const { builtin: _, ...rest } = call;
		return Promise.resolve(this.find(name, call) ?? this.run({
			...rest,
			name,
			args
		}));
	}
	/** Forks a child for a job that goes on by itself. */
	startJob(script, env, cwd) {
		const forked = this.machine.act({
			issuer: "process",
			type: "ForkProcess",
			pid: this.pid
		});
		if (!forked.accepted) return void 0;
		const { pid, nsPid } = forked.answer;
		const job = {
			pid,
			number: nsPid
		};
		this.jobs.push(job);
		const around = {
			...this.around,
			cwd,
			env: Object.fromEntries(env)
		};
		const task = new Task(this.machine, pid, around);
		this.machine.scheduler.start(async () => {
			try {
				job.code = await task.runScript(isOneCommand(script) ? `exec ${script}` : script, [], "sh");
				task.exit(job.code);
			} finally {
				job.code ??= 128 + this.machine.signalOf(pid);
				this.machine.scheduler.rouse(this.pid);
			}
		});
		return job;
	}
	exit(code) {
		if (this.isAlive) this.machine.act({
			issuer: "process",
			type: "ExitProcess",
			pid: this.pid,
			code
		});
	}
	bash() {
		const { env, cwd } = this.around;
		return new Bash({
			fs: this.files,
			cwd,
			env: {
				PATH: defaultPath$1,
				...env
			},
			customCommands: this.commands(),
			defenseInDepth: false,
			executionLimits: limits,
			processInfo: {
				pid: this.machine.world.host.processes.get(this.pid)?.nsPid ?? 1,
				ppid: 0,
				uid: this.around.uid,
				gid: this.around.gid
			}
		});
	}
	/** Every name under PATH is a command; so are the shell's builtins that the interpreter has not. */
	commands() {
		const names = /* @__PURE__ */ new Set([
			...getCommandNames(),
			...Object.keys(programs),
			...this.namesOnPath()
		]);
		for (const builtin of [
			"echo",
			"printf",
			"pwd",
			"true",
			"false",
			"test",
			"["
		]) names.delete(builtin);
		return [...names].map((name) => defineCommand(name, async (args, ctx) => {
			const call = {
				name,
				args,
				stdin: String(ctx.stdin ?? ""),
				cwd: ctx.cwd,
				env: ctx.env,
				exported: ctx.exportedEnv ?? {},
				...ctx.origCommand && { builtin: (words) => ctx.origCommand?.([...words]) ?? Promise.resolve(result(0)) }
			};
			return this.guarded(() => name.startsWith("plimsoll-") ? this.runInShell(call) : this.runChild(call));
		}));
	}
	*namesOnPath() {
		const path = this.around.env.PATH ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
		for (const directory of path.split(":")) yield* this.files.namesIn(directory);
	}
	async runInShell(call) {
		const [first = "", ...others] = call.args;
		if (call.name === "plimsoll-run") return this.runChild({
			...call,
			name: first,
			args: others
		});
		if (call.name !== "plimsoll-exec") return (programs[call.name] ?? missing$1)(this, call);
		const [name = "", ...args] = call.args;
		const found = this.find(name, call);
		if (found) return found;
		this.traps.clear();
		this.machine.act({
			issuer: "process",
			type: "ExecuteProgram",
			pid: this.pid,
			argv: [name, ...args]
		});
		return this.run({
			...call,
			name,
			args
		});
	}
	/** Forks, executes the program in the child, and waits for it. */
	async runChild(call) {
		const found = this.find(call.name, call);
		if (found) return found;
		const parent = this.actor.pid;
		const forked = this.machine.act({
			issuer: "process",
			type: "ForkProcess",
			pid: parent
		});
		if (!forked.accepted) return result(2, "", `sh: 1: Cannot fork\n`);
		const { pid } = forked.answer;
		this.machine.act({
			issuer: "process",
			type: "ExecuteProgram",
			pid,
			argv: [call.name, ...call.args]
		});
		this.actor.pid = pid;
		try {
			const done = await this.run(call);
			this.machine.act({
				issuer: "process",
				type: "ExitProcess",
				pid,
				code: done.exitCode
			});
			return done;
		} catch (error) {
			if (error instanceof Ended && this.isAlive) return result(128 + this.machine.signalOf(pid));
			throw error;
		} finally {
			this.actor.pid = parent;
		}
	}
	async run(call) {
		const name = call.name.slice(call.name.lastIndexOf("/") + 1);
		const program = Object.hasOwn(programs, name) ? programs[name] : void 0;
		if (program) return program(this, {
			...call,
			name
		});
		if (call.builtin && shells.has(name) && call.args.some((word) => !word.startsWith("-"))) return this.runHeard({
			...call,
			name
		});
		if (call.builtin) return call.builtin(call.args);
		const script = this.files.scriptAt(call.name, this.around.env.PATH ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", call.cwd);
		if (script) return this.runNested([
			script.shell,
			script.path,
			...call.args
		]);
		if (shells.has(name)) return this.runNested([name, ...call.args]);
		if (getCommandNames().some((tool) => tool === name)) return this.runTool({
			...call,
			name
		});
		return runsOn(this);
	}
	/** A shell in the place of this process, or of its child. */
	async runNested(argv) {
		const inner = new Task(this.machine, this.acting, this.around);
		return result(await inner.runShell(argv));
	}
	/** A shell that a script calls: what it prints goes where the script sends it. */
	async runHeard({ name, args, stdin, cwd, exported }) {
		const heard = {
			stdout: "",
			stderr: ""
		};
		const around = {
			...this.around,
			cwd,
			env: {
				...this.around.env,
				...exported
			}
		};
		const inner = new Task(this.machine, this.acting, around, (_, output, text) => {
			heard[output] += text;
		});
		try {
			return {
				exitCode: await inner.runShell([name, ...args], stdin),
				...heard
			};
		} catch (error) {
			if (error instanceof Ended && this.isAlive) return {
				exitCode: 128 + this.machine.signalOf(inner.pid),
				...heard
			};
			throw error;
		}
	}
	/** Runs a shell to its end, and what it was told to do there. */
	async runShell(argv, stdin = "") {
		const code = await this.runWords(argv, stdin);
		const body = this.traps.get(0);
		if (body === void 0 || !this.isAlive) return code;
		this.traps.delete(0);
		const last = await this.runScript(body, [], "sh");
		return /(?:^|[;\s&])exit\s+\d+/.test(body) ? last : code;
	}
	/** `sh -c SCRIPT [ZERO [ARG…]]` or `sh FILE [ARG…]`; without either it would read commands from its input. */
	async runWords(argv, stdin) {
		const [shell = "sh", ...words] = argv;
		const at = words.findIndex((word) => !/^-[a-z]+$/.test(word));
		const flags = words.slice(0, at < 0 ? words.length : at).join("");
		const [first, ...rest] = at < 0 ? [] : words.slice(at);
		if (first === void 0) return 0;
		const prelude = flags.includes("e") ? "set -e\n" : "";
		if (!flags.includes("c")) try {
			return await this.runScript(prelude + new TextDecoder().decode(this.files.bytes(absolute(this.around.cwd, first))), rest, first, stdin);
		} catch (error) {
			if (!(error instanceof Error && error.message.startsWith("ENOENT"))) throw error;
			this.hear(this.acting, "stderr", `${shell}: 0: cannot open ${first}: No such file\n`);
			return 2;
		}
		const [zero = shell, ...args] = rest;
		const { flavour } = this.around;
		const script = flavour === "busybox" ? withLastInPlace(first) : flavour !== "dash" && isOneCommand(first) ? `exec ${first}` : first;
		return this.runScript(prelude + script, args, zero, stdin);
	}
	/** The interpreter's own tool of that name, wherever it was called. */
	runBuiltin(call, args) {
		return call.builtin ? call.builtin(args) : this.runTool({
			...call,
			args
		});
	}
	/** A tool of the interpreter that `exec` was called with. */
	async runTool({ name, args, stdin, cwd }) {
		const done = await new Bash({
			fs: this.files,
			cwd,
			env: {
				PATH: defaultPath$1,
				...this.around.env
			},
			executionLimits: limits,
			defenseInDepth: false
		}).exec([name, ...args].map(quote$1).join(" "), {
			stdin,
			signal: this.stop.signal
		});
		return result(done.exitCode, done.stdout, done.stderr);
	}
	/** What stands in the way of a program, as the shell tells it; `undefined` when it is there. */
	find(name, { cwd }) {
		const lookup = this.files.find(name, this.around.env.PATH ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", cwd);
		if (lookup === "found") return void 0;
		const isDenied = lookup === "denied";
		const missing = this.around.flavour === "bash" && name.includes("/") ? "No such file or directory" : "command not found";
		return result(isDenied ? 126 : 127, "", `bash: ${name}: ${isDenied ? "Permission denied" : missing}\n`);
	}
	/** After the shell's own process has ended nothing of the script runs on. */
	async guarded(run) {
		if (!this.isAlive) return this.abort();
		try {
			return await run();
		} catch (error) {
			if (error instanceof Ended && !this.isAlive) return this.abort();
			throw error;
		}
	}
	abort() {
		this.stop.abort();
		return result(137);
	}
	told(text) {
		const [program = ""] = this.machine.world.host.processes.get(this.pid)?.argv ?? [];
		return toldBy(this.around.flavour, text, shells.has(program.split("/").at(-1) ?? "") ? program : void 0);
	}
};
const missingFile = "No such file or directory";
/** What `echo …; exit 0` prints. */
const lastWords = (body = "") => [...body.matchAll(/(?:^|;)\s*echo\s+(?:"([^"$]*)"|'([^']*)'|([^;"'$]*))\s*(?=;)/g)].map(([, a, b, c]) => `${(a ?? b ?? c ?? "").trim()}\n`);
/** A program may wait for days of the session's clock; by the real one there is no deadline. */
const limits = {
	maxCommandCount: 1e6,
	maxLoopIterations: 1e6,
	maxCallDepth: 500,
	maxExecutionTimeMs: Number.POSITIVE_INFINITY
};
const shells = /* @__PURE__ */ new Set([
	"sh",
	"ash",
	"dash",
	"bash"
]);
/** A program that the model knows by name only: it goes on until somebody ends it. */
const runsOn = async (task) => {
	task.machine.goesOn(task.pid);
	await task.machine.scheduler.waitUntil(task.acting, Number.POSITIVE_INFINITY);
	return result(0);
};
const missing$1 = async (_, { name }) => result(127, "", `bash: ${name}: command not found\n`);
// src/programs/run-process.ts
/** Runs what a new process executes: a script, a tool, or a program that just goes on. */
const runProcess = async (machine, pid) => {
	const process = machine.world.host.processes.get(pid);
	const container = process?.cgroup === void 0 ? void 0 : machine.world.containers.get(process.cgroup);
	if (!process || !container) return;
	if (process.argv[0] === "/sbin/docker-init") return machine.scheduler.waitUntil(pid, Number.POSITIVE_INFINITY);
	if (waitsForInput(machine, container, process)) return machine.scheduler.waitUntil(pid, Number.POSITIVE_INFINITY);
	const around = await surroundingsOf(machine, container, process);
	const task = new Task(machine, pid, around);
	const refusal = process.kind === "ward" ? wardRefusal(task.files, process, around) : void 0;
	if (refusal) {
		machine.print(pid, "stderr", refusal.words);
		return task.exit(refusal.code);
	}
	const [name = ""] = process.argv;
	const isShell = /^(?:.*\/)?(?:sh|ash|dash|bash)$/.test(name);
	task.exit(isShell ? await task.runShell(process.argv) : await task.runProgram(process.argv));
};
/** What docker-init says of a program that it can not execute, and its exit code (measured, docs/facts.md). */
const wardRefusal = (files, { argv: [name = ""], nsPid }, { env, cwd }) => {
	const lookup = files.find(name, env.PATH ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", cwd);
	if (lookup === "found") return void 0;
	const refused = (reason, code) => ({
		words: `[FATAL tini (${nsPid})] exec ${name} failed: ${reason}\n`,
		code
	});
	if (lookup === "denied") return refused("Permission denied", 126);
	return name.split("/").map((_, at, parts) => parts.slice(0, at).join("/")).some((parent) => parent !== "" && files.isFile(parent, cwd)) ? refused("Not a directory", 1) : refused("No such file or directory", 127);
};
/** A shell on a terminal, or with its input held open, reads commands that never come. */
const waitsForInput = (machine, container, { argv, exec }) => {
	const [name = "", ...words] = argv;
	if (!/^(?:.*\/)?(?:sh|ash|dash|bash|cat)$/.test(name) || words.some((word) => !word.startsWith("-"))) return false;
	if (exec !== void 0) return machine.world.containers.get(container.id)?.execs.get(exec)?.config.tty === true;
	const { Tty, OpenStdin, AttachStdin } = container.config;
	return Tty === true || OpenStdin === true && AttachStdin !== true;
};
/** Files under `/dev`, binds and the like are there until the container's run ends: a new main gets new ones. */
const scratches = /* @__PURE__ */ new Map();
const surroundingsOf = async (machine, container, process) => {
	const main = "pid" in container.state ? container.state.pid : process.pid;
	const scratch = scratches.get(main) ?? /* @__PURE__ */ new Map();
	scratches.set(main, scratch);
	const files = new ContainerFiles(machine, {
		pid: process.pid,
		uid: 0,
		gid: 0,
		container: container.id
	}, scratch);
	const exec = process.exec === void 0 ? void 0 : container.execs.get(process.exec)?.config;
	const { uid, gid, home } = await accountOf(files, exec?.user ?? container.config.User ?? "");
	const hostname = container.config.Hostname ?? container.id.slice(0, 12);
	const pairs = [...container.config.Env ?? [], ...exec?.env ?? []].map((pair) => {
		const at = pair.indexOf("=");
		return [pair.slice(0, at), pair.slice(at + 1)];
	});
	return {
		container,
		env: {
			PATH: defaultPath$1,
			HOSTNAME: hostname,
			HOME: home,
			...Object.fromEntries(pairs)
		},
		cwd: cleaned(exec?.workingDir || container.config.WorkingDir || "/"),
		uid,
		gid,
		flavour: await flavourOf(files, process.argv[0] ?? ""),
		scratch
	};
};
/** `user[:group]` by names or numbers. */
const accountOf = async (files, text) => {
	const [user = "", group = ""] = text.split(":");
	const entries = async (file) => (await files.readFile(file).catch(() => "")).split("\n").map((line) => line.split(":"));
	const wanted = user === "" ? "0" : user;
	const account = (await entries("/etc/passwd")).find(([name, , uid]) => name === wanted || uid === wanted);
	const named = (group === "" ? [] : await entries("/etc/group")).find(([name, , gid]) => name === group || gid === group)?.[2];
	const gid = group === "" ? Number(account?.[3] ?? 0) : Number(named ?? (Number(group) || 0));
	return {
		uid: Number(account?.[2] ?? (Number(wanted) || 0)),
		gid,
		home: account?.[5] ?? "/"
	};
};
/** Whose words a shell and its tools use: what the image's shell says it is. */
const flavourOf = async (files, shell) => {
	if (shell.endsWith("bash")) return "bash";
	return await files.exists("/bin/busybox") || files.says("/bin/sh", "BusyBox v") ? "busybox" : "dash";
};
// src/registry/stored-gzip.ts
/**
* Bytes as a gzip stream that compresses nothing. A compressor's output differs from version to version; a blob's
* digest must not.
*/
const storedGzip = (bytes) => {
	const pieces = [header];
	const last = Math.max(Math.ceil(bytes.length / mostStored) - 1, 0);
	for (let block = 0; block <= last; block++) {
		const part = bytes.subarray(block * mostStored, (block + 1) * mostStored);
		const { length } = part;
		const head = Uint8Array.of(block === last ? 1 : 0, length & 255, length >> 8, ~length & 255, ~length >> 8 & 255);
		pieces.push(head, part);
	}
	return concat([
		...pieces,
		littleEndian(crc32(bytes)),
		littleEndian(bytes.length)
	]);
};
/** Magic, deflate, no flags, no time, no hint, unknown system. */
const header = Uint8Array.of(31, 139, 8, 0, 0, 0, 0, 0, 0, 255);
const mostStored = 65535;
const littleEndian = (value) => Uint8Array.of(value & 255, value >> 8 & 255, value >> 16 & 255, value >>> 24 & 255);
const table = Uint32Array.from({ length: 256 }, (_, at) => {
	let value = at;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? value >>> 1 ^ 3988292384 : value >>> 1;
	return value;
});
const crc32 = (bytes) => {
	let crc = 4294967295;
	for (const byte of bytes) crc = crc >>> 8 ^ (table[(crc ^ byte) & 255] ?? 0);
	return ~crc >>> 0;
};
// src/registry/build-image.ts
/** Makes a layer of entries whose contents are given by digest. */
const buildLayer = (entries, contents) => {
	const { bytes: tar } = writeLayerTar(treeOfEntries(entries), contents);
	const layer = layerOfTar(tar);
	if (typeof layer === "string") throw new Impossible(layer);
	const gzip = storedGzip(tar);
	return {
		layer,
		tar,
		gzip,
		blob: digestOf$1(gzip)
	};
};
const buildImage$1 = (steps, config) => {
	const layers = steps.flatMap(({ layer }) => layer ? [layer] : []);
	const last = steps.at(-1)?.row;
	const text = writeImageConfig({
		architecture: "amd64",
		os: "linux",
		docker_version: "20.10.24+dfsg1",
		...last?.created !== void 0 && { created: last.created },
		config,
		container_config: {
			...config,
			Cmd: [
				"/bin/sh",
				"-c",
				(last?.created_by ?? "").replace("/bin/sh -c ", "")
			]
		},
		history: steps.map(({ row }) => row),
		diffIds: layers.map(({ layer }) => layer.diffId)
	});
	const manifest = manifestOf$1(text, layers);
	const described = layers.map(({ blob, layer: { slices: _, ...content } }) => ({
		...content,
		blob
	}));
	return {
		steps,
		manifest,
		image: {
			manifest: manifest.digest,
			config: text,
			layers: described
		}
	};
};
const types = {
	manifest: "application/vnd.docker.distribution.manifest.v2+json",
	config: "application/vnd.docker.container.image.v1+json",
	layer: "application/vnd.docker.image.rootfs.diff.tar.gzip"
};
/** As the engine writes it when it pushes: schema 2, indented by three spaces (measured, docs/facts.md). */
const manifestOf$1 = (config, layers) => {
	const bytes = JSON.stringify({
		schemaVersion: 2,
		mediaType: types.manifest,
		config: {
			mediaType: types.config,
			size: bytesOf$2(config).length,
			digest: digestOf$1(config)
		},
		layers: layers.map(({ gzip, blob }) => ({
			mediaType: types.layer,
			size: gzip.length,
			digest: blob
		}))
	}, void 0, 3);
	return {
		digest: digestOf$1(bytes),
		mediaType: types.manifest,
		bytes
	};
};
// src/registry/pieces.ts
const root = [0, 0];
const file$1 = (path, text, mode = 420, owner = root) => {
	const bytes = bytesOf$2(text);
	return {
		path,
		shape: {
			kind: "file",
			content: digestOf$1(bytes),
			size: bytes.length
		},
		mode,
		owner,
		bytes
	};
};
const directory$1 = (path, mode = 493, owner = root) => ({
	path,
	shape: { kind: "directory" },
	mode,
	owner
});
const symlink = (path, target) => ({
	path,
	shape: {
		kind: "symlink",
		target
	},
	mode: 511,
	owner: root
});
/** What a removal leaves. */
const whiteout = (path) => ({
	path,
	shape: { kind: "whiteout" },
	mode: 0,
	owner: root
});
/** One more name of a file made before. */
const hardLink = (path, first) => ({
	...first,
	path,
	hardLink: first.path
});
/** Stands for a program: what runs it is the model, which knows it by its name. It begins as an executable does. */
const program = (path, version = "1") => file$1(path, `\u007fELF ${path.slice(path.lastIndexOf("/") + 1)} ${version}\n`, 493);
const layerOf = (at, pieces) => {
	const contents = /* @__PURE__ */ new Map();
	for (const { shape, bytes } of pieces) if (shape.kind === "file" && bytes) contents.set(shape.content, bytes);
	return buildLayer(pieces.map((piece) => entryOf$3(piece, at)), (digest) => contents.get(digest));
};
const entryOf$3 = ({ path, hardLink: first, shape, mode, owner: [uid, gid] }, mtime) => {
	const attributes = {
		mode,
		uid,
		gid,
		mtime
	};
	return {
		path,
		...first !== void 0 && { hardLink: first },
		node: {
			...shape,
			...attributes
		}
	};
};
// src/registry/steps.ts
/** A step that made a layer. */
const made = (at, createdBy, layer) => ({
	row: {
		created: rfc3339Nano(at),
		created_by: createdBy
	},
	layer
});
/** A step that only changed the config: a row without a layer. */
const set = (at, instruction) => ({ row: {
	created: rfc3339Nano(at),
	created_by: `/bin/sh -c #(nop)  ${instruction}`,
	empty_layer: true
} });
// src/registry/images/base-system.ts
/** A small system in the shape of Debian: directories, accounts, a shell and file tools. */
const at$1 = known$1(parseInstant("2023-10-04T08:00:00.104731Z"), "time");
const passwd = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sys:x:3:3:sys:/dev:/usr/sbin/nologin
mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`;
const group = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
mail:x:8:
www-data:x:33:
shadow:x:42:
staff:x:50:
nogroup:x:65534:
`;
const osRelease = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
ID=debian
`;
/** The names that a shell script expects to find. */
const tools = `[ awk basename bash cat chgrp chmod chown cmp cp cut date dash dd df diff dirname du echo env expr false find
getent grep gunzip gzip head hostname id kill link ln ls md5sum mkdir mkfifo mknod mktemp mount mv nl nohup od printenv
printf ps pwd readlink realpath rm rmdir sed seq setsid sha256sum sleep sort stat stty sync tail tar tee test timeout touch tr
true truncate tty umount uname uniq unlink wc which whoami xargs yes`.split(/\s+/);
const baseLayer = layerOf(at$1, [
	...[
		...[
			"boot",
			"dev",
			"etc",
			"etc/default",
			"etc/skel",
			"home",
			"media",
			"mnt",
			"opt",
			"proc",
			"run",
			"srv",
			"sys",
			"usr"
		],
		...[
			"usr/bin",
			"usr/lib",
			"usr/lib/x86_64-linux-gnu",
			"usr/lib64",
			"usr/sbin",
			"usr/share",
			"usr/share/doc",
			"usr/src"
		],
		...[
			"usr/local",
			"usr/local/bin",
			"usr/local/etc",
			"usr/local/lib",
			"usr/local/sbin",
			"usr/local/share",
			"usr/include"
		],
		...[
			"var",
			"var/backups",
			"var/cache",
			"var/lib",
			"var/log",
			"var/opt",
			"var/spool"
		]
	].map((path) => directory$1(path)),
	directory$1("root", 448),
	directory$1("tmp", 1023),
	directory$1("var/tmp", 1023),
	directory$1("run/lock", 1023),
	directory$1("var/local", 1533, [0, 50]),
	directory$1("var/mail", 1533, [0, 8]),
	...[
		"bin",
		"sbin",
		"lib",
		"lib64"
	].map((name) => symlink(name, `usr/${name}`)),
	symlink("var/run", "/run"),
	symlink("var/lock", "/run/lock"),
	...tools.map((name) => program(`usr/bin/${name}`)),
	symlink("usr/bin/sh", "dash"),
	...[
		"su",
		"passwd",
		"newgrp"
	].map((name) => ({
		...program(`usr/bin/${name}`),
		mode: 2541
	})),
	...[
		"ldconfig",
		"nologin",
		"useradd",
		"groupadd"
	].map((name) => program(`usr/sbin/${name}`)),
	program("usr/lib/x86_64-linux-gnu/libc.so.6"),
	symlink("usr/lib64/ld-linux-x86-64.so.2", "../lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"),
	program("usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"),
	file$1("etc/passwd", passwd),
	file$1("etc/group", group),
	file$1("etc/shadow", "root:*:19634:0:99999:7:::\n", 416, [0, 42]),
	file$1("etc/debian_version", "12.12\n"),
	file$1("usr/lib/os-release", osRelease),
	symlink("etc/os-release", "../usr/lib/os-release"),
	file$1("etc/shells", "/bin/sh\n/bin/bash\n/bin/dash\n"),
	file$1("etc/profile", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nexport PATH\n"),
	file$1("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"),
	file$1("etc/host.conf", "multi on\n"),
	file$1("etc/issue", "Debian GNU/Linux 12 \\n \\l\n\n"),
	file$1("root/.bashrc", "# ~/.bashrc: what bash runs when it is interactive\n"),
	file$1("root/.profile", "mesg n 2> /dev/null || true\n"),
	file$1("var/log/wtmp", "", 436)
]);
/** The two rows of history that every image on this base begins with. */
const baseSteps = [made(at$1, `/bin/sh -c #(nop) ADD file:${baseLayer.layer.diffId.slice(7)} in / `, baseLayer), set(at$1, "CMD [\"bash\"]")];
const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
// src/registry/images/package-tools.ts
/** The layer that brings apt and dpkg. */
const at = known$1(parseInstant("2023-10-04T08:04:10.310022Z"), "time");
const status = `Package: base-files
Status: install ok installed
Version: 12.4
`;
const packageToolsStep = made(at, "/bin/sh -c dpkg --unpack /packages/apt.deb && dpkg --configure apt", layerOf(at, [
	...[
		"etc",
		"usr",
		"usr/bin",
		"usr/lib",
		"var",
		"var/cache",
		"var/lib"
	].map((path) => directory$1(path)),
	...[
		"etc/apt",
		"etc/apt/apt.conf.d",
		"usr/lib/apt",
		"usr/lib/apt/methods",
		"var/cache/apt"
	].map((path) => directory$1(path)),
	...[
		"var/lib/apt",
		"var/lib/apt/lists",
		"var/lib/dpkg",
		"var/lib/dpkg/info"
	].map((path) => directory$1(path)),
	...[
		"apt",
		"apt-cache",
		"apt-config",
		"apt-get",
		"apt-mark",
		"dpkg",
		"dpkg-deb",
		"dpkg-query"
	].map((name) => program(`usr/bin/${name}`)),
	program("usr/lib/apt/methods/http"),
	file$1("etc/apt/sources.list", "deb http://deb.debian.org/debian bookworm main\n"),
	file$1("etc/apt/apt.conf.d/docker-clean", "APT::Update::Post-Invoke { \"rm -f /var/cache/apt/archives/*.deb || true\"; };\n"),
	file$1("var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_Release", "Suite: stable\nCodename: bookworm\n"),
	file$1("var/lib/dpkg/status", status),
	file$1("var/lib/dpkg/info/base-files.list", "/etc\n/etc/debian_version\n")
]));
// src/registry/images/others.ts
const time = (text) => known$1(parseInstant(text), "time");
/** The base system by itself: shares its layer with redis and app. */
const debian = buildImage$1(baseSteps, {
	Env: [path],
	Cmd: ["bash"]
});
/** A service on the same base and package tools, in two versions. */
const app = (version, built) => {
	const at = time(built);
	const layer = layerOf(at, [
		directory$1("srv"),
		directory$1("srv/app"),
		file$1("srv/app/start", `#!/bin/sh\necho "app ${version}"\nexec sleep infinity\n`, 493),
		file$1("srv/app/VERSION", `${version}\n`)
	]);
	return buildImage$1([
		...baseSteps,
		packageToolsStep,
		made(at, "/bin/sh -c #(nop) COPY dir:app in /srv/app ", layer),
		set(at, `LABEL version=${version}`),
		set(at, "CMD [\"/srv/app/start\"]")
	], {
		Env: [path],
		Cmd: ["/srv/app/start"],
		Labels: { version }
	});
};
/** One program under many names, as hard links: the smallest useful system. */
const busyboxLayer = () => {
	const binary = program("bin/[");
	const names = [
		...tools,
		"ash",
		"sh",
		"busybox",
		"free",
		"nc",
		"ping",
		"top",
		"vi",
		"wget"
	].filter((name) => ![
		"[",
		"bash",
		"dash",
		"getent"
	].includes(name));
	return layerOf(time("2023-09-20T12:00:00Z"), [
		...[
			"bin",
			"dev",
			"etc",
			"home",
			"lib",
			"usr",
			"usr/bin",
			"usr/sbin",
			"var",
			"var/spool"
		].map((name) => directory$1(name)),
		directory$1("root", 448),
		directory$1("tmp", 1023),
		symlink("lib64", "lib"),
		symlink("usr/bin/env", "../../bin/env"),
		binary,
		...names.map((name) => hardLink(`bin/${name}`, binary)),
		file$1("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n"),
		file$1("etc/group", "root:x:0:\nnogroup:x:65534:\n"),
		file$1("etc/shadow", "root:*:::::::\n", 416)
	]);
};
const busybox = () => {
	const at = time("2023-09-20T12:00:00Z");
	const layer = busyboxLayer();
	return buildImage$1([made(at, `/bin/sh -c #(nop) ADD file:${layer.layer.diffId.slice(7)} in / `, layer), set(at, "CMD [\"sh\"]")], {
		Env: [path],
		Cmd: ["sh"]
	});
};
// src/registry/images/redis.ts
/** Redis on the base system and the package tools: the server in its layer, its configuration in the one above. */
const redis = (version, built) => {
	const at = known$1(parseInstant(built), "time");
	const configured = later(at, 4e4);
	const finished = later(at, 41e3);
	return buildImage$1([
		...baseSteps,
		packageToolsStep,
		set(at, `ENV REDIS_VERSION=${version}`),
		made(at, `/bin/sh -c apt-get install -y redis-server=${version} && rm -r /var/lib/apt/lists/*`, server$1(version, at)),
		made(configured, `/bin/sh -c #(nop) COPY redis.conf in /usr/local/etc/redis/redis.conf `, configuration(configured)),
		set(finished, "VOLUME [/data]"),
		set(finished, "WORKDIR /data"),
		set(finished, "EXPOSE 6379"),
		set(finished, "CMD [\"redis-server\"]")
	], {
		Env: [path, `REDIS_VERSION=${version}`],
		Cmd: ["redis-server"],
		ExposedPorts: { "6379/tcp": {} },
		Volumes: { "/data": {} },
		WorkingDir: "/data"
	});
};
const user = [999, 999];
const server$1 = (version, at) => {
	const binary = program("usr/local/bin/redis-server", version);
	return layerOf(at, [
		...[
			"etc",
			"usr",
			"usr/local",
			"usr/local/bin",
			"usr/local/lib",
			"var",
			"var/lib"
		].map((name) => directory$1(name)),
		...[
			"var/lib/apt",
			"var/lib/apt/lists",
			"var/lib/dpkg",
			"var/lib/dpkg/info"
		].map((name) => directory$1(name)),
		directory$1("data", 493, user),
		binary,
		...[
			"redis-check-aof",
			"redis-check-rdb",
			"redis-sentinel"
		].map((name) => hardLink(`usr/local/bin/${name}`, binary)),
		program("usr/local/bin/redis-cli", version),
		program("usr/local/bin/redis-benchmark", version),
		program("usr/local/lib/libjemalloc.so.2"),
		file$1("etc/passwd", `${passwd}redis:x:999:999::/home/redis:/bin/sh\n`),
		file$1("etc/group", `${group}redis:x:999:\n`),
		file$1("var/lib/dpkg/info/redis-server.list", "/usr/local/bin/redis-server\n"),
		whiteout("var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_Release")
	]);
};
const settings = `bind 127.0.0.1 -::1
port 6379
dir /data
save 3600 1 300 100 60 10000
appendonly no
maxmemory-policy noeviction
`;
const configuration = (at) => layerOf(at, [...[
	"usr",
	"usr/local",
	"usr/local/etc",
	"usr/local/etc/redis"
].map((name) => directory$1(name)), file$1("usr/local/etc/redis/redis.conf", settings)]);
// src/registry/embedded.ts
/** The registry that comes with the model: the same digests on every machine, no network. Built at first use. */
const embeddedRegistry = () => {
	built$1 ??= registryOf(images$1());
	return built$1;
};
let built$1;
const images$1 = () => {
	const older = redis("7.0.14", "2023-11-14T09:00:00.482Z");
	const newer = redis("7.2.3", "2023-12-12T09:00:00.921Z");
	const first = app("1.0", "2023-11-20T10:00:00.25Z");
	const second = app("1.1", "2023-12-05T10:00:00.75Z");
	return {
		"redis:latest": newer,
		"redis:7.2": newer,
		"redis:7.0": older,
		"debian:latest": debian,
		"debian:12": debian,
		"app:latest": second,
		"app:1": first,
		"app:1.0": first,
		"app:1.1": second,
		"busybox:latest": busybox()
	};
};
/** A registry of images by `repository:tag`; each answers to its manifest's digest too. */
const registryOf = (tagged) => {
	const images = /* @__PURE__ */ new Map();
	const blobs = /* @__PURE__ */ new Map();
	const contents = /* @__PURE__ */ new Map();
	for (const [tag, image] of Object.entries(tagged)) {
		const repository = tag.slice(0, tag.lastIndexOf(":"));
		images.set(tag, image).set(`${repository}:${image.manifest.digest}`, image).set(repository, image);
		const config = bytesOf$2(image.image.config);
		blobs.set(imageIdOf(image.image.config), config);
		for (const { layer } of image.steps) {
			if (!layer || blobs.has(layer.blob)) continue;
			blobs.set(layer.blob, layer.gzip);
			contents.set(layer.layer.diffId, layer.tar);
			for (const { content, offset, size } of layer.layer.slices) contents.set(content, layer.tar.subarray(offset, offset + size));
		}
	}
	return {
		has: (repository) => images.has(repository),
		find: (repository, tagOrDigest) => images.get(`${repository}:${tagOrDigest}`),
		blob: (digest) => blobs.get(digest),
		contents: (digest) => contents.get(digest)
	};
};
// src/registry/registry.ts
/** Several registries as one; the first that has the image answers. */
const allOf = (registries) => ({
	has: (repository) => registries.some((it) => it.has(repository)),
	find: (repository, tagOrDigest) => first(registries, (it) => it.find(repository, tagOrDigest)),
	blob: (digest) => first(registries, (it) => it.blob(digest)),
	contents: (digest) => first(registries, (it) => it.contents(digest))
});
const first = (registries, ask) => {
	for (const registry of registries) {
		const answer = ask(registry);
		if (answer !== void 0) return answer;
	}
};
// src/shell/bad-input.ts
/** What was given can not be used: a log, an archive, a name. The message is one line for the user; exit code 2. */
var BadInput = class extends Error {
	name = "BadInput";
};
/** Something that this machine lacks, said in one line; exit code 3. */
var NotHere = class extends Error {
	name = "NotHere";
};
// src/shell/stores/page.ts
const newline$3 = 10;
const endsIn = (bytes) => {
	const ends = [];
	for (let at = bytes.indexOf(newline$3); at >= 0; at = bytes.indexOf(newline$3, at + 1)) ends.push(at);
	return ends;
};
/** Rows of a table. */
const pageOf = (rows) => {
	const first = rows[0]?.seq ?? 1;
	const bytes = Buffer.from(rows.map(({ text }) => `${text}\n`).join(""));
	const ends = endsIn(bytes);
	return ends.length === rows.length && rows.every(({ seq }, at) => seq === first + at) ? {
		first,
		bytes,
		ends
	} : {
		first,
		bytes: Buffer.alloc(0),
		ends: [],
		odd: rows
	};
};
/** Cuts text out of a page; `from` and `to` count bytes. */
const textsOf = (bytes) => {
	if (!isAscii(bytes)) return (from, to) => bytes.toString("utf8", from, to);
	const text = bytes.toString("latin1");
	return (from, to) => text.slice(from, to);
};
function* recordsOf(pages) {
	for (const { first, bytes, ends, odd } of pages) {
		if (odd) {
			yield* odd;
			continue;
		}
		const textAt = textsOf(bytes);
		let [seq, from] = [first, 0];
		for (const end of ends) {
			yield {
				seq,
				text: textAt(from, end)
			};
			seq += 1;
			from = end + 1;
		}
	}
}
/** The records behind `after`, up to and with `to`, of pages in order. */
function* pagesWithin(pages, after, to = Number.POSITIVE_INFINITY) {
	if (to <= after) return;
	for (const page of pages) {
		const { first, bytes, ends } = page;
		const last = first + ends.length - 1;
		if (last > after) {
			const skipped = Math.max(0, after + 1 - first);
			const kept = Math.min(last, to) - first + 1;
			if (skipped === 0 && kept === ends.length) yield page;
			else {
				const from = skipped === 0 ? 0 : (ends[skipped - 1] ?? 0) + 1;
				const part = bytes.subarray(from, (ends[kept - 1] ?? 0) + 1);
				yield {
					first: first + skipped,
					bytes: part,
					ends: ends.slice(skipped, kept).map((end) => end - from)
				};
			}
		}
		if (last >= to) return;
	}
}
// src/shell/log/chain.ts
const beforeFirst = "0".repeat(64);
/** The line with its hash at its end. `body` is a JSON object without one. */
const sealed = (body, previous) => {
	const own = hash("sha256", previous + body);
	return {
		text: `${body.slice(0, -1)}${mark}${own}"}`,
		hash: own
	};
};
const linkOf = (text, previous) => {
	const stated = statedHash(text);
	return {
		stated,
		hash: hash("sha256", previous + (stated === void 0 ? text : withoutHash(text)))
	};
};
/** Whether a text looks like a hash. */
const isHash = (text) => /^[0-9a-f]{64}$/.test(text);
const withoutHash = (text) => `${text.slice(0, -75)}}`;
const mark = ",\"hash\":\"";
/** What stands where a hash stands. Whether it is the right one, comparing shows; so nobody looks at its digits first. */
const statedHash = (text) => isSealed(text) ? text.slice(text.length - 66, -2) : void 0;
/** Whether the line states a hash. */
const isSealed = (text) => text.endsWith("\"}") && text.startsWith(mark, text.length - 75);
/** How many records of the same command follow this one: read without parsing, for it always stands at the end. */
const moreOf = (text) => {
	const end = isSealed(text) ? text.length - 75 : text.length - 1;
	let from = end;
	while (from > 0 && isDigit$1(text.charCodeAt(from - 1))) from -= 1;
	return from < end && text.startsWith(moreMark$1, from - moreMark$1.length) ? Number(text.slice(from, end)) : 0;
};
const moreMark$1 = ",\"more\":";
const isDigit$1 = (code) => code >= 48 && code <= 57;
// src/shell/log/lines.ts
/** A text of a piece is made at once: from 128 KiB on V8 gives it memory of its own, which costs more than filling it. */
const chunkSize = 65536;
const newline$2 = 10;
/** Longer lines are refused, so that a file without newlines can not fill the memory. */
const longestLine = 268435456;
/**
* The lines of a log, read piece by piece: memory is bounded by the longest command. Half a line at the end, or half a
* command, was never acknowledged: it is left out. Text that is not UTF-8 is bad input.
*/
function* pagesOf(source, { name, first = 1, onTorn }) {
	let chunk = Buffer.allocUnsafe(chunkSize);
	let [seq, have] = [first, 0];
	for (;;) {
		const read = source(chunk.subarray(have));
		if (read === 0) break;
		have += read;
		const end = endOfCommands(chunk.subarray(0, have));
		if (end > 0) {
			const bytes = chunk.subarray(0, end);
			const ends = endsIn(bytes);
			if (!isAscii(bytes) && !isUtf8(bytes)) yield* pagesBeforeDamage(bytes, ends, seq, name);
			yield {
				first: seq,
				bytes,
				ends
			};
			seq += ends.length;
			chunk.copyWithin(0, end, have);
			have -= end;
		}
		if (have > 268435456 && chunk.lastIndexOf(newline$2, have - 1) < have - 268435456) throw new BadInput(`${name}: line ${seq + linesIn(chunk, have)}: longer than ${longestLine} bytes`);
		if (have > chunk.length / 2) {
			const more = Buffer.allocUnsafe(chunk.length * 2);
			chunk.copy(more, 0, 0, have);
			chunk = more;
		}
	}
	if (have === 0) return;
	const torn = chunk.subarray(0, have);
	const whole = torn.subarray(0, torn.lastIndexOf(newline$2) + 1);
	if (!isUtf8(whole)) yield* pagesBeforeDamage(whole, endsIn(whole), seq, name);
	const why = whole.length > 0 ? "its command is not complete" : "it has no newline at its end";
	onTorn?.({
		line: seq,
		bytes: have,
		why
	});
}
const linesIn = (bytes, length) => endsIn(bytes.subarray(0, length)).length;
/** Where the last command ends whose events are all there. */
const endOfCommands = (bytes) => {
	for (let end = bytes.lastIndexOf(newline$2) + 1; end > 0;) {
		const from = end === 1 ? 0 : bytes.lastIndexOf(newline$2, end - 2) + 1;
		if (moreOf(bytes.toString("latin1", Math.max(from, end - 1 - longestEnd), end - 1)) === 0) return end;
		end = from;
	}
	return 0;
};
/** `more` and `hash` of a line, and what stands around them, are shorter. */
const longestEnd = 160;
/** The commands before the line that is not UTF-8, and then the refusal. */
function* pagesBeforeDamage(bytes, ends, first, name) {
	const line = ends.findIndex((end, at) => !isUtf8(bytes.subarray(at === 0 ? 0 : (ends[at - 1] ?? 0) + 1, end)));
	const sound = endOfCommands(bytes.subarray(0, line === 0 ? 0 : (ends[line - 1] ?? 0) + 1));
	if (sound > 0) {
		const before = bytes.subarray(0, sound);
		yield {
			first,
			bytes: before,
			ends: endsIn(before)
		};
	}
	throw new BadInput(`${name}: line ${first + line}: not UTF-8`);
}
/** What the system says, without Node's trimmings. */
const reasonOf = (error) => {
	const code = error instanceof Error && "code" in error ? String(error.code) : "";
	if (code === "ENOENT") return "no such file";
	if (code === "ESPIPE") return "is a pipe, not a file; `-` reads a log from standard input";
	if (code === "EISDIR") return "is a directory";
	if (code === "ENOTDIR") return "not a directory";
	if (code === "EACCES" || code === "EPERM") return "permission denied";
	if (code === "ENOSPC") return "no space left on device";
	if (code === "EDQUOT") return "disk quota exceeded";
	if (code === "EIO") return "input/output error";
	if (code === "EROFS") return "read-only file system";
	return error instanceof Error ? error.message : String(error);
};
// src/shell/log/lock-file.ts
/**
* Keeps other writers away from a file by `<file>.lock`, which holds the owner's process number and when that process
* began, so that a number given again is no owner. A lock whose owner is gone is taken over. Gives back the function
* that unlocks.
*/
const lockFile = (path) => {
	const lock = `${path}.lock`;
	if (!take$1(lock, path) && !(clearStale(lock, path) && take$1(lock, path))) throw new BadInput(`${path}: ${holderOf(lock)} is writing to it`);
	const unlock = () => {
		process.off("exit", unlock);
		rmSync(lock, { force: true });
	};
	process.on("exit", unlock);
	return unlock;
};
const holderOf = (lock) => {
	const owner = ownerOf(lock);
	return owner && isAlive(owner) ? `process ${owner.pid}` : "another process";
};
/** Linking a finished file is one step: nobody ever reads a lock without its owner. */
const take$1 = (lock, path) => {
	const mine = `${lock}.${process.pid}`;
	try {
		writeFileSync(mine, `${process.pid} ${beginningOf(process.pid)}`);
		linkSync(mine, lock);
		return true;
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
		throw new BadInput(`${path}: ${reasonOf(error)}`);
	} finally {
		rmSync(mine, { force: true });
	}
};
/**
* Takes a dead owner's lock away. Only who has `<lock>.clearing` may look and remove: of two that found the same lock
* stale, the second could remove the first one's new lock otherwise.
*/
const clearStale = (lock, path) => {
	const clearing = `${lock}.clearing`;
	if (isOld(clearing)) rmSync(clearing, { force: true });
	if (!take$1(clearing, path)) return false;
	try {
		const owner = ownerOf(lock);
		if (owner && isAlive(owner)) return false;
		rmSync(lock, { force: true });
		return true;
	} finally {
		rmSync(clearing, { force: true });
	}
};
const isOld = (path) => {
	try {
		const owner = ownerOf(path);
		return owner !== void 0 && !isAlive(owner) && Date.now() - statSync(path).mtimeMs > 2e3;
	} catch {
		return false;
	}
};
const ownerOf = (lock) => {
	try {
		const [pid = "", began = ""] = readFileSync(lock, "utf8").split(" ");
		return /^[1-9]\d*$/.test(pid) ? {
			pid: Number(pid),
			began
		} : void 0;
	} catch {
		return;
	}
};
const isAlive = ({ pid, began }) => {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
	}
	const now = beginningOf(pid);
	return began === "" || now === "" || began === now;
};
/** Clock ticks after the machine's start, field 22 of /proc/PID/stat; empty where there is no /proc. */
const beginningOf = (pid) => {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
	} catch {
		return "";
	}
};
// src/shell/stores/by-stream.ts
/** The records of one stream, for a store without an index: only lines that could be meant are parsed. */
function* byStream(records, stream) {
	const named = `"stream":${JSON.stringify(stream)}`;
	for (const record of records) if (record.text.includes(named) && JSON.parse(record.text).stream === stream) yield record;
}
// src/shell/stores/file-system.ts
const disk = {
	openSync: node.openSync,
	closeSync: node.closeSync,
	readSync: node.readSync,
	writeSync: node.writeSync,
	ftruncateSync: node.ftruncateSync,
	fsyncSync: node.fdatasyncSync,
	sizeOf: (file) => node.fstatSync(file).size
};
// src/shell/stores/file-tail.ts
const newline$1 = 10;
/**
* Looks at a log from its end. A write that was cut off leaves half a line, lines of a command whose last is missing, or
* zeros where the file grew and the data did not arrive. Anything else that is no record is damage, which nobody may cut.
*/
const tailOf = (fs, file, name) => {
	const size = fs.sizeOf(file);
	const bytes = reader(fs, file, name);
	let end = bytes.lastNewline(size) + 1;
	while (end > 0) {
		const from = bytes.lastNewline(end - 1) + 1;
		const text = bytes.text(from, end - 1);
		const seq = seqOf(text);
		if (seq === void 0) {
			if (!/^\0+$/.test(text)) throw new BadInput(`${name}: its last line is no record; see plimsoll log verify`);
		} else if (moreOf(text) === 0) return {
			size: end,
			last: {
				seq,
				text
			},
			torn: size - end
		};
		end = from;
	}
	return {
		size: 0,
		last: void 0,
		torn: size
	};
};
/** Every line of a log begins with its number. */
const seqOf = (text) => {
	const found = /^\{"seq":(\d{1,15}),/.exec(text)?.[1];
	return found === void 0 || !text.endsWith("}") ? void 0 : Number(found);
};
const step$2 = 65536;
const reader = (fs, file, name) => {
	const read = (from, to) => {
		const into = Buffer.alloc(Math.max(0, to - from));
		try {
			let at = 0;
			while (at < into.length) {
				const got = fs.readSync(file, into, at, into.length - at, from + at);
				if (got === 0) break;
				at += got;
			}
			return into.subarray(0, at);
		} catch (error) {
			throw new BadInput(`${name}: ${reasonOf(error)}`);
		}
	};
	return {
		text: (from, to) => read(from, to).toString(),
		/** Where the last newline before `to` stands; -1 when there is none. */
		lastNewline: (to) => {
			for (let end = to; end > 0; end -= step$2) {
				const from = Math.max(0, end - step$2);
				const at = read(from, end).lastIndexOf(newline$1);
				if (at >= 0) return from + at;
			}
			return -1;
		},
		/** Where the first newline at or behind `from` stands; -1 when there is none. */
		nextNewline: (from, size) => {
			for (let begin = from; begin < size; begin += step$2) {
				const at = read(begin, Math.min(size, begin + step$2)).indexOf(newline$1);
				if (at >= 0) return begin + at;
			}
			return -1;
		}
	};
};
/**
* Where the line of a record begins, by halving: the lines are in order and each begins with its number. `undefined`
* when the log is not like that there, or has no such record; then it has to be read from its beginning.
*/
const offsetOf = (bytes, size, seq) => {
	if (seq <= 1) return 0;
	let [low, high] = [0, size];
	while (high - low > 0) {
		const middle = Math.floor((low + high) / 2);
		const from = middle === 0 ? 0 : bytes.nextNewline(middle - 1, size) + 1;
		if (from >= high || from === 0 && middle > 0) {
			high = middle;
			continue;
		}
		const found = beginsWith(bytes, from);
		if (found === void 0) return void 0;
		if (found === seq) return from;
		if (found < seq) low = bytes.nextNewline(from, size) + 1;
		else high = middle;
		if (low === 0) return void 0;
	}
	return low < size && beginsWith(bytes, low) === seq ? low : void 0;
};
const beginsWith = (bytes, from) => {
	const found = /^\{"seq":(\d{1,15}),/.exec(bytes.text(from, from + 32))?.[1];
	return found === void 0 ? void 0 : Number(found);
};
// src/shell/stores/follow.ts
const pollMillis = 100;
/**
* Every record behind `after`, those of the past first, then each as it is written, until the signal. It asks again and
* again: that works on every store, over every file system, and for writers of other machines.
*/
async function* follow$2(read, after, signal) {
	let at = after;
	while (!signal.aborted) {
		for (const record of read({ after: at })) {
			at = record.seq;
			yield record;
			if (signal.aborted) return;
		}
		await setTimeout$1(pollMillis, void 0, { signal }).catch(() => void 0);
	}
}
/** A log file that this process alone appends to; made when it is not there. A second writer is refused. */
const writeFileStore = (path, { sync = "command", warn, fs = disk } = {}) => {
	const unlock = lockFile(path);
	try {
		return new FileWriter(path, sync, fs, warn, unlock);
	} catch (error) {
		unlock();
		throw error instanceof BadInput ? error : new BadInput(`${path}: ${reasonOf(error)}`);
	}
};
var FileWriter = class {
	name;
	sync;
	fs;
	unlock;
	file;
	size;
	latest;
	/** Since when something written is not yet known to be on the disk. */
	owed;
	timer;
	/** Why nothing can be appended any more. */
	broken;
	constructor(path, sync, fs, warn, unlock) {
		this.name = path;
		this.sync = sync;
		this.fs = fs;
		this.unlock = unlock;
		this.file = openForAppend(fs, path);
		try {
			refuseDatabase(fs, this.file, path);
			const { size, last, torn } = tailOf(fs, this.file, path);
			this.size = size;
			this.latest = last;
			if (torn > 0) {
				fs.ftruncateSync(this.file, size);
				fs.fsyncSync(this.file);
				warn?.(`${path}: a write was cut off behind record ${last?.seq ?? 0}; its ${torn} bytes are removed`);
			}
		} catch (error) {
			fs.closeSync(this.file);
			throw error;
		}
	}
	last() {
		return this.latest;
	}
	append(expected, records) {
		const latest = records.at(-1);
		if (!latest) return;
		if (this.broken !== void 0) throw new BadInput(`${this.name}: ${this.broken}`);
		if (expected !== (this.latest?.seq ?? 0) || this.isOthers()) throw new BadInput(`${this.name}: somebody else has written to it`);
		const bytes = encode(records);
		this.write(bytes);
		this.size += bytes.length;
		this.latest = {
			seq: latest.seq,
			text: latest.text
		};
	}
	read(range) {
		return recordsOf(this.pages(range));
	}
	*pages(range = {}) {
		const { size } = this;
		let at = 0;
		yield* readFrom(this.fs, this.file, this.name, size, range, (from) => {
			at = from;
			return (into) => {
				const got = this.fs.readSync(this.file, into, 0, Math.min(into.length, size - at), at);
				at += got;
				return got;
			};
		});
	}
	readStream(stream, range) {
		return byStream(this.read(range), stream);
	}
	subscribe(after, signal) {
		return follow$2((range) => this.read(range), after, signal);
	}
	flush() {
		clearTimeout(this.timer);
		this.timer = void 0;
		if (this.owed === void 0 || this.broken !== void 0) return;
		this.owed = void 0;
		this.toDisk();
	}
	close() {
		try {
			this.flush();
		} finally {
			this.fs.closeSync(this.file);
			this.unlock();
		}
	}
	/** Whether somebody has written who did not ask for the lock. Batched, it is looked at as often as the disk is asked. */
	isOthers() {
		return (this.sync === "command" || this.owed === void 0) && this.fs.sizeOf(this.file) !== this.size;
	}
	/** All of it is written, or the file is as it was. */
	write(bytes) {
		try {
			for (let at = 0; at < bytes.length;) at += this.fs.writeSync(this.file, bytes, at, bytes.length - at, this.size + at);
			if (this.sync === "command") this.fs.fsyncSync(this.file);
			else this.owe();
		} catch (error) {
			this.takeBack(reasonOf(error));
		}
	}
	takeBack(reason) {
		try {
			this.fs.ftruncateSync(this.file, this.size);
			this.fs.fsyncSync(this.file);
		} catch {
			this.broken = `${reason}; nothing more is written`;
		}
		throw new BadInput(`${this.name}: ${reason}; the command is not recorded`);
	}
	owe() {
		const now = performance.now();
		if (this.owed === void 0) {
			this.owed = now;
			this.timer ??= setTimeout(() => this.flush(), 20).unref();
		} else if (now - this.owed >= 20) this.flush();
	}
	/** After a failed fsync the kernel may have thrown away what was not written: nothing can be built on it. */
	toDisk() {
		try {
			this.fs.fsyncSync(this.file);
		} catch (error) {
			this.broken = `${reasonOf(error)}; nothing more is written`;
			throw new BadInput(`${this.name}: ${reasonOf(error)}; the latest commands may not be recorded`);
		}
	}
};
/** A new file must be in its directory for good, too. */
const openForAppend = (fs, path) => {
	try {
		return fs.openSync(path, "r+");
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
	}
	const file = fs.openSync(path, "w+");
	const directory = openSync(dirname(path), "r");
	try {
		fsyncSync(directory);
	} finally {
		closeSync(directory);
	}
	return file;
};
const encode = (records) => {
	let text = "";
	for (const record of records) {
		if (record.text.length * 3 > 268435456 && Buffer.byteLength(record.text) > 268435456) throw new BadInput(`record ${record.seq} is too big for a log`);
		text += `${record.text}\n`;
	}
	return Buffer.from(text);
};
const databaseMark = "SQLite format 3\0";
/** A log in SQLite that is named without saying so. */
const refuseDatabase = (fs, file, path) => {
	if (fs.sizeOf(file) < 16) return;
	if (reader(fs, file, path).text(0, 16) === databaseMark) throw new BadInput(`${path}: is an SQLite file; name it sqlite:${path}`);
};
const readFrom = (fs, file, name, size, range, sourceAt, onTorn) => {
	const after = range.after ?? 0;
	const offset = after === 0 ? 0 : offsetOf(reader(fs, file, name), size, after + 1);
	const options = {
		name,
		...onTorn && range.to === void 0 && { onTorn }
	};
	return offset === void 0 ? within(pagesOf(sourceAt(0), options), range) : within(pagesOf(sourceAt(offset), {
		...options,
		first: after + 1
	}), range);
};
const within = (pages, { after, to }) => after === void 0 && to === void 0 ? pages : pagesWithin(pages, after ?? 0, to);
// src/shell/stores/pages.ts
/** What a page may weigh: events are of any size, so the number of rows follows what the last ones weighed. */
const pageBytes = 4194304;
const mostRows = 1e4;
/** Records out of a database, page by page: memory is bounded, and nothing is held open between two pages. */
function* inPages(fetch, { after = 0, to = Number.MAX_SAFE_INTEGER } = {}) {
	let rows = 64;
	for (let at = after; at < to;) {
		const page = fetch(at, to, rows);
		if (page.length > 0) yield pageOf(page);
		if (page.length < rows) return;
		at = page.at(-1)?.seq ?? to;
		const weight = page.reduce((sum, { text }) => sum + text.length, 0) / page.length;
		rows = Math.max(1, Math.min(mostRows, Math.floor(pageBytes / weight)));
	}
}
// src/shell/stores/postgres-connection.ts
/** A refusal of the server: its message and its SQLSTATE. */
var PostgresError = class extends Error {
	name = "PostgresError";
	code;
	constructor(message, code) {
		super(message);
		this.code = code;
	}
};
/** Longer than any statement of ours takes; a server that is gone answers sooner, with an error. */
const longestWait = 12e4;
/**
* A connection that answers before the call returns, as a file does: a worker thread talks to the server and this thread
* waits for it. The model decides one command after the other, so there is nothing else to do meanwhile.
*/
var PostgresConnection = class {
	worker;
	port;
	bell = new Int32Array(new SharedArrayBuffer(4));
	url;
	constructor(url) {
		this.url = url;
		const { port1, port2 } = new MessageChannel();
		this.port = port1;
		const pg = createRequire("file:///tmp/wt/mutants/src/shell/stores/postgres-connection.ts").resolve("pg");
		this.worker = new Worker(`(${talkToServer.toString()})(require)`, {
			eval: true,
			workerData: {
				url,
				pg,
				bell: this.bell.buffer,
				port: port2
			},
			transferList: [port2],
			execArgv: []
		});
		this.worker.unref();
		this.port.unref();
		this.run({ sql: "" });
	}
	/** One statement is a transaction of its own. */
	run(statement) {
		this.port.postMessage(statement);
		if (Atomics.wait(this.bell, 0, 0, longestWait) === "timed-out") throw new BadInput(`${shown$3(this.url)}: no answer within ${longestWait / 1e3} s`);
		Atomics.store(this.bell, 0, 0);
		const answer = receiveMessageOnPort(this.port)?.message;
		if (answer === void 0) throw new BadInput(`${shown$3(this.url)}: no answer`);
		if ("message" in answer) throw new PostgresError(answer.message, answer.code);
		return answer.rows;
	}
	/** All of them in one transaction, or none. */
	runAll(statements) {
		this.run({ sql: "BEGIN" });
		try {
			for (const statement of statements) this.run(statement);
			this.run({ sql: "COMMIT" });
		} catch (error) {
			this.run({ sql: "ROLLBACK" });
			throw error;
		}
	}
	close() {
		this.port.close();
		this.worker.terminate();
	}
};
/** Without its password. */
const shown$3 = (url) => url.replace(/^(\w+:\/\/[^:@/]*):[^@/]*@/, "$1@");
/**
* What the worker runs. It arrives there as text, so it names nothing from outside but `require`. It connects at the first
* statement, and again after the server went away; a statement that was under way then fails.
*/
const talkToServer = (load) => {
	const { workerData } = load("node:worker_threads");
	const { url, pg, bell, port } = workerData;
	const { Client } = load(pg);
	const rung = new Int32Array(bell);
	let client;
	const connected = async () => {
		if (client) return client;
		const fresh = new Client({
			connectionString: url,
			connectionTimeoutMillis: 1e4
		});
		fresh.on("error", () => {
			if (client === fresh) client = void 0;
		});
		await fresh.connect();
		client = fresh;
		return fresh;
	};
	const answer = (message) => {
		port.postMessage(message);
		Atomics.store(rung, 0, 1);
		Atomics.notify(rung, 0);
	};
	port.on("message", async ({ sql, values }) => {
		try {
			const server = await connected();
			const { rows } = sql === "" ? { rows: [] } : await server.query({
				text: sql,
				values,
				rowMode: "array"
			});
			answer({ rows });
		} catch (error) {
			const { message, code } = error;
			answer({
				message: message || String(code ?? "can not connect"),
				code: String(code ?? "")
			});
		}
	});
};
// src/shell/stores/postgres-tables.ts
/** Tables are split by log, which is by host: PostgreSQL finds a log's partition by its name. */
const partitions = 16;
const statements = [
	"SELECT pg_advisory_xact_lock(hashtext('plimsoll tables'))",
	"CREATE TABLE IF NOT EXISTS plimsoll_logs (log text COLLATE \"C\" PRIMARY KEY, head bigint NOT NULL)",
	`CREATE TABLE IF NOT EXISTS plimsoll_events (
     log text COLLATE "C" NOT NULL, seq bigint NOT NULL, stream text COLLATE "C" NOT NULL, line text NOT NULL,
     PRIMARY KEY (log, seq)) PARTITION BY HASH (log)`,
	...Array.from({ length: partitions }, (_, at) => `CREATE TABLE IF NOT EXISTS plimsoll_events_${at} PARTITION OF plimsoll_events
         FOR VALUES WITH (MODULUS ${partitions}, REMAINDER ${at})`),
	"CREATE INDEX IF NOT EXISTS plimsoll_events_by_stream ON plimsoll_events (log, stream, seq)",
	"CREATE TABLE IF NOT EXISTS plimsoll_blobs (digest text COLLATE \"C\" PRIMARY KEY, bytes bytea NOT NULL, slices text)"
];
const tablesAreThere = (connection) => connection.run({ sql: "SELECT to_regclass('plimsoll_blobs') IS NOT NULL" })[0]?.[0] === true;
const makeTables = (connection) => {
	if (!tablesAreThere(connection)) connection.runAll(statements.map((sql) => ({ sql })));
};
// src/shell/stores/store.ts
/** Somebody else has appended in the meantime. Read on, decide again, and append again. */
var Conflict = class extends Error {
	name = "Conflict";
	expected;
	found;
	constructor(log, expected, found) {
		super(`${log}: expected record ${expected} to be the last, but that is ${found}: somebody else has appended`);
		this.expected = expected;
		this.found = found;
	}
};
// src/shell/stores/postgres-store.ts
/** `postgres://…?log=NAME`: the server, and which of its logs. */
const logInUrl = (url) => {
	const [address = "", query = ""] = url.split("?", 2);
	const settings = query.split("&").filter((setting) => setting !== "");
	const log = settings.find((setting) => setting.startsWith("log="))?.slice(4);
	const others = settings.filter((setting) => !setting.startsWith("log="));
	return {
		server: others.length > 0 ? `${address}?${others.join("&")}` : address,
		log: log === void 0 || log === "" ? "main" : decodeURIComponent(log)
	};
};
const pageSql = "SELECT seq, line FROM plimsoll_events WHERE log = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4";
const streamSql = "SELECT seq, line FROM plimsoll_events WHERE log = $1 AND stream = $5 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4";
const lastSql = "SELECT seq, line FROM plimsoll_events WHERE log = $1 ORDER BY seq DESC LIMIT 1";
const headSql = "SELECT head FROM plimsoll_logs WHERE log = $1";
/** A log among many in PostgreSQL. Any number of writers on any number of machines; of two that expect the same end, one wins. */
const postgresStore = (url, mode, sync = "command") => {
	const { server, log } = logInUrl(url);
	const name = shown$3(url);
	const connection = attempt$1(name, () => new PostgresConnection(server));
	const run = (sql, ...values) => attempt$1(name, () => connection.run({
		sql,
		values
	}));
	try {
		attempt$1(name, () => prepare(connection, log, mode, sync));
	} catch (error) {
		connection.close();
		throw error;
	}
	const head = () => Number(run(headSql, log)[0]?.[0] ?? 0);
	const fetch = (sql, range, ...more) => inPages((after, to, rows) => run(sql, log, after, to, rows, ...more).map(recordOf), range);
	const read = (range) => recordsOf(fetch(pageSql, range));
	return {
		name,
		last: () => run(lastSql, log).map(recordOf)[0],
		append: (expected, records) => {
			const last = records.at(-1);
			if (!last) return;
			if (run("\n  WITH moved AS (UPDATE plimsoll_logs SET head = $3 WHERE log = $1 AND head = $2 RETURNING log)\n  INSERT INTO plimsoll_events (log, seq, stream, line)\n  SELECT moved.log, added.seq, added.stream, added.line\n  FROM moved, unnest($4::bigint[], $5::text[], $6::text[]) AS added (seq, stream, line)\n  RETURNING 1", log, expected, last.seq, ...columnsOf(records)).length === 0) throw new Conflict(name, expected, head());
		},
		read,
		subscribe: (after, signal) => follow$2(read, after, signal),
		pages: (range) => fetch(pageSql, range),
		readStream: (stream, range) => recordsOf(fetch(streamSql, range, stream)),
		flush: () => {},
		close: () => connection.close()
	};
};
/** The values of the statement behind its first three: log, expected record, last record. */
const columnsOf = (records) => [
	records.map(({ seq }) => seq),
	records.map(({ stream }) => stream),
	records.map(({ text }) => text)
];
const recordOf = ([seq, text]) => ({
	seq: Number(seq),
	text: String(text)
});
const prepare = (connection, log, mode, sync) => {
	if (mode === "read") {
		if (!tablesAreThere(connection) || connection.run({
			sql: headSql,
			values: [log]
		}).length === 0) throw new BadInput(`there is no log ${JSON.stringify(log)}`);
		return;
	}
	makeTables(connection);
	connection.run({
		sql: "INSERT INTO plimsoll_logs VALUES ($1, 0) ON CONFLICT DO NOTHING",
		values: [log]
	});
	if (sync === "batch") connection.run({ sql: "SET synchronous_commit = off" });
};
/** What the server refuses is bad input; a server that is not there is something that this machine lacks. */
const attempt$1 = (name, action) => {
	try {
		return action();
	} catch (error) {
		if (error instanceof Conflict) throw error;
		if (error instanceof PostgresError) throw /^(ECONN|ENOENT|ENOTFOUND|ETIMEDOUT|EHOST|57P)/.test(error.code) || error.code === "" ? new NotHere(`${name}: ${error.message}`) : new BadInput(`${name}: ${error.message}`);
		if (error instanceof BadInput) throw new BadInput(error.message.startsWith(name) ? error.message : `${name}: ${error.message}`);
		throw error;
	}
};
// src/shell/stores/sqlite-store.ts
/** The lines of a log in one table, indexed by stream. `PRAGMA user_version` counts changes of this. */
const schema = `
  CREATE TABLE events (seq INTEGER PRIMARY KEY, stream TEXT NOT NULL, line TEXT NOT NULL);
  CREATE INDEX events_by_stream ON events (stream, seq);
  PRAGMA user_version = 1;
`;
const busyMillis = 1e4;
/** A log in an SQLite file. Writers of several processes take turns; of two that expect the same end, one wins. */
const sqliteStore = (path, mode, sync = "command") => {
	const name = `sqlite:${path}`;
	if (mode === "read" && !existsSync(path)) throw new BadInput(`${name}: no such file`);
	const db = attempt(name, () => open(path, sync));
	return attempt(name, () => storeOver(db, name, mode));
};
const storeOver = (db, name, mode) => {
	const lastOne = db.prepare("SELECT seq, line AS text FROM events ORDER BY seq DESC LIMIT 1");
	const end = db.prepare("SELECT coalesce(max(seq), 0) AS seq FROM events");
	const insert = db.prepare("INSERT INTO events (seq, stream, line) VALUES (?, ?, ?)");
	const page = db.prepare("SELECT seq, line AS text FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?");
	const streamPage = db.prepare("SELECT seq, line AS text FROM events WHERE stream = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?");
	const append = (expected, records) => {
		db.exec("BEGIN IMMEDIATE");
		try {
			const { seq: found } = end.get();
			if (found !== expected) throw new Conflict(name, expected, found);
			for (const { seq, stream, text } of records) insert.run(seq, stream, text);
			db.exec("COMMIT");
		} catch (error) {
			if (db.inTransaction) db.exec("ROLLBACK");
			throw error;
		}
	};
	const pages = (range) => inPages((after, to, rows) => attempt(name, () => page.all(after, to, rows)), range);
	const read = (range) => recordsOf(pages(range));
	return {
		name,
		last: () => attempt(name, () => lastOne.all()[0]),
		append: (expected, records) => {
			if (records.length > 0) attempt(name, () => append(expected, records));
		},
		read,
		pages,
		subscribe: (after, signal) => follow$2(read, after, signal),
		readStream: (stream, range) => recordsOf(inPages((after, to, rows) => attempt(name, () => streamPage.all(stream, after, to, rows)), range)),
		flush: () => {},
		close: () => {
			if (mode === "write") intoOneFile(db);
			db.close();
		}
	};
};
/**
* So that the file alone is the whole log. A reader that is just there may prevent it, or a full disk: then the events stay
* in the file beside it, and SQLite does it later.
*/
const intoOneFile = (db) => {
	try {
		db.pragma("wal_checkpoint(TRUNCATE)");
	} catch {}
};
const open = (path, sync) => {
	if (!existsSync(dirname(path))) throw new BadInput("no such directory");
	const db = new (driver())(path, { timeout: busyMillis });
	db.pragma("journal_mode = WAL");
	db.pragma(`synchronous = ${sync === "command" ? "FULL" : "NORMAL"}`);
	prepareTables(db);
	return db;
};
const prepareTables = (db) => {
	if (versionOf$1(db) === 1) return;
	db.exec("BEGIN IMMEDIATE");
	try {
		const version = versionOf$1(db);
		if (version > 1) throw new BadInput(`its tables have version ${version}, which is newer than this Plimsoll`);
		if (version === 0) db.exec(schema);
		db.exec("COMMIT");
	} catch (error) {
		if (db.inTransaction) db.exec("ROLLBACK");
		throw error;
	}
};
const versionOf$1 = (db) => db.prepare("PRAGMA user_version").get().user_version;
/** Loaded when a log in SQLite is named, and only then: it is a native library. */
const driver = () => {
	try {
		return createRequire("file:///tmp/wt/mutants/src/shell/stores/sqlite-store.ts")("libsql");
	} catch {
		throw new NotHere("SQLite: the package libsql is not installed for this platform");
	}
};
const attempt = (name, action) => {
	try {
		return action();
	} catch (error) {
		if (error instanceof Conflict || error instanceof NotHere) throw error;
		throw new BadInput(`${name}: ${reasonOf(error)}`);
	}
};
// src/shell/stores/open-store.ts
const placeOf = (log) => {
	if (/^postgres(ql)?:\/\//.test(log)) return {
		kind: "postgres",
		url: log
	};
	return log.startsWith("sqlite:") ? {
		kind: "sqlite",
		path: log.slice(7)
	} : {
		kind: "file",
		path: log
	};
};
/** A log to append to, made when it is not there. */
const writeStore = (log, options = {}) => {
	const place = placeOf(log);
	if (place.kind === "postgres") return postgresStore(place.url, "write", options.sync);
	return place.kind === "sqlite" ? sqliteStore(place.path, "write", options.sync) : writeFileStore(place.path, options);
};
/**
* Where what belongs to a log lies on this machine, snapshots and blobs: beside a file; for a log on a server, in the
* user's cache.
*/
const besideLog = (log, what) => {
	const place = placeOf(log);
	if (place.kind !== "postgres") return `${place.path}.${what}`;
	const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
	const of = what === "blobs" ? place.url.replace(/[?&]log=[^&]*/, "") : place.url;
	return join(cache, "plimsoll", createHash("sha256").update(of).digest("hex").slice(0, 32), what);
};
/** Warnings go where errors go, and do not stop anything. */
const warnOnTerminal = (line) => void process.stderr.write(`plimsoll: warning: ${line}\n`);
// src/shell/blobs/slices.ts
/** A layer tar's table of contents: one line a file, `<hex digest> <offset> <size>`. */
const slicesText = (slices) => slices.map(({ content, offset, size }) => `${hexOf$1(content)} ${offset} ${size}\n`).join("");
const form = /^([0-9a-f]{64}) (\d{1,15}) (\d{1,15})$/;
const readSlices = (path) => slicesOf(readFileSync(path, "latin1"), path);
const slicesOf = (text, name) => {
	const lines = text.split("\n");
	if (lines.pop() !== "") throw new BadInput(`${name}: the last line is torn`);
	return lines.map((line, at) => {
		const parts = form.exec(line);
		if (!parts) throw new BadInput(`${name}:${at + 1}: not a digest, an offset and a size`);
		return {
			content: `sha256:${parts[1]}`,
			offset: Number(parts[2]),
			size: Number(parts[3])
		};
	});
};
// src/shell/blobs/disk-blobs.ts
/**
* Contents by their digest, in a directory: `sha256/<hex>`. A layer is one blob, its uncompressed tar as it came, so
* that `save` gives the same bytes back; `slices/<hex>` says where in it each file's content is. Whatever is there is
* whole: bytes are written under another name first.
*/
var DiskBlobs = class {
	dir;
	/** Contents inside layer tars, read from `slices/` at the first need. */
	inside;
	constructor(dir) {
		this.dir = dir;
	}
	get = (digest) => isDigest(digest) ? this.find(digest) : void 0;
	find(digest) {
		const bytes = this.whole(digest) ?? this.slice(digest);
		if (bytes && hashOf(bytes) !== hexOf$1(digest)) throw new BadInput(`${this.dir}: the content of ${digest} is damaged`);
		return bytes;
	}
	put = (digest, bytes) => {
		if (existsSync(this.path(digest))) return;
		const spool = this.spool();
		spool.write(bytes);
		spool.keep(digest);
	};
	/** Whether the content is here as a blob of its own; where it is then, to be read in pieces. */
	has(digest) {
		return existsSync(this.path(digest));
	}
	path(digest) {
		return join(this.dir, "sha256", hexOf$1(digest));
	}
	/** Takes bytes in as they come. Nothing shows until `keep`. */
	spool() {
		const temporary = join(this.dir, "tmp");
		mkdirSync(temporary, { recursive: true });
		return new Spool(join(temporary, randomBytes(8).toString("hex")), this);
	}
	/** Takes a finished file over; for a layer's tar, with where its contents are. */
	adopt(path, digest, slices) {
		mkdirSync(join(this.dir, "sha256"), { recursive: true });
		if (slices.length > 0) {
			mkdirSync(join(this.dir, "slices"), { recursive: true });
			writeFileSync(`${path}.slices`, slicesText(slices));
			renameSync(`${path}.slices`, join(this.dir, "slices", hexOf$1(digest)));
			if (this.inside) this.note(hexOf$1(digest), slices);
		}
		renameSync(path, this.path(digest));
	}
	/** Takes back what was kept and that nothing refers to. */
	forget(digest) {
		rmSync(this.path(digest), { force: true });
		rmSync(join(this.dir, "slices", hexOf$1(digest)), { force: true });
		this.inside = void 0;
	}
	/** A whole layer tar from memory. */
	putLayer(diffId, tar, slices) {
		if (this.has(diffId)) return;
		const spool = this.spool();
		spool.write(tar);
		spool.keep(diffId, slices);
	}
	/** All blobs that are here by themselves, and for a layer's tar, where its contents are. */
	*all() {
		const dir = join(this.dir, "sha256");
		for (const hex of existsSync(dir) ? readdirSync(dir).sort() : []) {
			const slices = join(this.dir, "slices", hex);
			yield {
				digest: `sha256:${hex}`,
				slices: existsSync(slices) ? readSlices(slices) : []
			};
		}
	}
	whole(digest) {
		return this.has(digest) ? readFileSync(this.path(digest)) : void 0;
	}
	slice(digest) {
		const slice = this.index().get(hexOf$1(digest));
		if (!slice) return digest === emptyDigest ? /* @__PURE__ */ new Uint8Array() : void 0;
		const bytes = new Uint8Array(slice.size);
		const file = openSync(join(this.dir, "sha256", slice.tar), "r");
		try {
			readSync(file, bytes, 0, slice.size, slice.offset);
		} finally {
			closeSync(file);
		}
		return bytes;
	}
	index() {
		if (this.inside) return this.inside;
		this.inside = /* @__PURE__ */ new Map();
		const dir = join(this.dir, "slices");
		for (const tar of existsSync(dir) ? readdirSync(dir).sort() : []) if (existsSync(join(this.dir, "sha256", tar))) this.note(tar, readSlices(join(dir, tar)));
		return this.inside;
	}
	note(tar, slices) {
		for (const slice of slices) this.inside?.set(hexOf$1(slice.content), {
			...slice,
			tar
		});
	}
};
/** A blob that is being written. */
var Spool = class {
	path;
	blobs;
	file;
	constructor(path, blobs) {
		this.path = path;
		this.blobs = blobs;
		this.file = openSync(path, "wx");
	}
	write(piece) {
		for (let at = 0; at < piece.length && this.file !== void 0;) at += writeSync(this.file, piece, at);
	}
	/** It is whole, and this is its digest. */
	keep(digest, slices = []) {
		this.close();
		this.blobs.adopt(this.path, digest, slices);
	}
	/** It is not wanted. */
	discard() {
		this.close();
		rmSync(this.path, { force: true });
	}
	/** Complete, but not shown yet. */
	close() {
		if (this.file !== void 0) closeSync(this.file);
		this.file = void 0;
	}
};
const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex");
const emptyDigest = `sha256:${hashOf(/* @__PURE__ */ new Uint8Array())}`;
// src/shell/blobs/postgres-blobs.ts
/**
* Contents in PostgreSQL, shared by all logs there, behind a directory of this machine: what is asked for is fetched
* once. A file of a layer lies in the layer's tar, so where it lies is kept in the server, too.
*/
var PostgresBlobs = class extends DiskBlobs {
	name;
	connection;
	constructor(url, cache) {
		super(cache);
		this.name = shown$3(url);
		this.connection = attempt$1(this.name, () => {
			const connection = new PostgresConnection(logInUrl(url).server);
			makeTables(connection);
			return connection;
		});
	}
	run(statement) {
		return attempt$1(this.name, () => this.connection.run(statement));
	}
	adopt(path, digest, slices) {
		super.adopt(path, digest, slices);
		this.run({
			sql: "INSERT INTO plimsoll_blobs VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
			values: [
				digest,
				readFileSync(this.path(digest)),
				slices.length > 0 ? slicesText(slices) : null
			]
		});
	}
	find(digest) {
		return super.find(digest) ?? (this.fetch(digest) ? super.find(digest) : void 0);
	}
	/** Brings the blob itself, or the layer that it lies in, to this machine. */
	fetch(digest) {
		const [row] = this.run({
			sql: "SELECT digest, bytes, slices FROM plimsoll_blobs WHERE digest = $1 OR position($2 in slices) > 0 LIMIT 1",
			values: [digest, hexOf$1(digest)]
		});
		if (!row) return false;
		const [found, bytes, slices] = row;
		const spool = this.spool();
		spool.write(bytes);
		spool.close();
		super.adopt(spool.path, found, slices === null ? [] : slicesOf(slices, found));
		return true;
	}
};
// src/shell/blobs/blobs-beside.ts
/** Where a log keeps the contents that its events name: a directory beside it, or the server. */
const blobsBeside = (log) => {
	const place = placeOf(log);
	const directory = besideLog(log, "blobs");
	return place.kind === "postgres" ? new PostgresBlobs(place.url, directory) : new DiskBlobs(directory);
};
// src/registry/fetch-image.ts
/** Asks a registry as `docker pull` does. Tags that were moved (`MoveRegistryTag`) lead to where they were moved. */
const fetchImage = (registry, { movedTags }, reference) => {
	const parsed = parseName(reference);
	if (isFlaw(parsed)) return { refused: "unknown" };
	const named = tagNameOnly(parsed);
	const repository = familiarName(named);
	const wanted = named.digest ?? movedTags.get(`${repository}:${named.tag}`) ?? named.tag ?? "latest";
	const served = registry.find(repository, wanted);
	if (served) return served.image;
	return { refused: named.domain === "docker.io" && !registry.has(repository) ? "denied" : "unknown" };
};
/** The whole command of a `docker pull`. */
const pullCommand = (registry, distribution, reference) => ({
	issuer: "client",
	type: "PullImage",
	reference,
	fetched: fetchImage(registry, distribution, reference)
});
// src/shell/load/index-tar.ts
/** Far more than any image has; what declares more wants to fill the memory. */
const mostMembers$1 = 1e6;
const mostExtension = 1 << 20;
const maxLinks = 40;
/** Reads only the headers of a tar on disk, jumping over what they describe, and finds members by name. */
const indexTar = (path, length) => {
	const entries = /* @__PURE__ */ new Map();
	for (const { header, offset } of headers$1(path, length)) {
		if (entries.size >= mostMembers$1) throw new BadInput(`${path}: more than ${mostMembers$1} members`);
		const name = cleanPath(`/${header.name}`);
		const entry = entryOf$2(path, name, header, offset);
		if (entry) entries.set(name, entry);
		else entries.delete(name);
	}
	return (name) => follow$1(entries, name);
};
const entryOf$2 = (file, path, { name, type, linkname, size }, offset) => {
	if (type === "0") return {
		name,
		file,
		offset,
		size
	};
	if (type === "1") return { link: cleanPath(`/${linkname}`) };
	if (type === "2") return { link: cleanPath(linkname.startsWith("/") ? linkname : `${path}/../${linkname}`) };
};
const follow$1 = (entries, name) => {
	let path = cleanPath(`/${name}`);
	for (let links = 0; links <= maxLinks; links++) {
		const entry = entries.get(path);
		if (!entry || "file" in entry) return entry;
		path = entry.link;
	}
};
const compressions = {
	"1f8b08": "gzip",
	"28b52ffd": "zstd",
	fd377a585a00: "xz",
	"425a68": "bzip2"
};
/** Layers may be compressed; the archive around them may not, for its members are read where they lie. */
const compressionOf = (head) => {
	const hex = Buffer.from(head).toString("hex");
	return Object.entries(compressions).find(([magic]) => hex.startsWith(magic))?.[1];
};
function* headers$1(path, length) {
	const file = openSync(path, "r");
	const at = (offset, size) => {
		const bytes = new Uint8Array(size);
		const read = readSync(file, bytes, 0, size, offset);
		if (read < size) throw new BadInput(`${path}: unexpected EOF at byte ${offset + read}: the archive is truncated`);
		return bytes;
	};
	try {
		const compression = compressionOf(at(0, Math.min(length, 6)));
		if (compression !== void 0) throw new BadInput(`${path}: compressed with ${compression} as a whole: uncompress it first`);
		let pax = {};
		for (let position = 0; position < length;) {
			const block = at(position, 512);
			if (isZero(block)) return;
			const header = decodeHeader(block, pax);
			if (!header) throw new BadInput(`${path}: not a tar: invalid tar header at byte ${position}`);
			const offset = position + 512;
			const size = "123456".includes(header.type) ? 0 : header.size;
			if (offset + size > length) {
				const rest = length - offset;
				throw new BadInput(`${path}: ${header.name} at byte ${position} declares ${size} bytes, but the archive has only ${rest} more`);
			}
			if ("xgLK".includes(header.type)) {
				const read = size <= mostExtension ? paxOf(pax, header.type, at(offset, size)) : void 0;
				if (!read) throw new BadInput(`${path}: invalid tar header at byte ${position}`);
				pax = read;
			} else {
				pax = {};
				yield {
					header,
					offset
				};
			}
			position = offset + size + paddingOf(size);
		}
	} finally {
		closeSync(file);
	}
}
// src/shell/load/archive.ts
const openArchive = (path) => {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat) throw new BadInput(`${path}: no such file or directory`);
	const name = basename(resolve(path)).replace(/\.(tar|oci|tgz|tar\.gz)$/, "");
	if (stat.isDirectory()) return {
		path,
		name,
		find: (member) => findInDirectory(path, member)
	};
	if (!stat.isFile()) throw new BadInput(`${path}: neither a file nor a directory`);
	return {
		path,
		name,
		find: indexTar(path, stat.size)
	};
};
const findInDirectory = (dir, name) => {
	if (name.includes("\0")) return void 0;
	const path = join(dir, cleanPath(`/${name}`));
	if (!lstatSync(path, { throwIfNoEntry: false })) return void 0;
	const file = realpathSync(path);
	if (relative(realpathSync(dir), file).startsWith("..")) throw new BadInput(`${dir}: ${name} leads outside`);
	const stat = statSync(file);
	if (!stat.isFile()) throw new BadInput(`${dir}: ${name} is not a regular file`);
	return {
		name,
		file,
		offset: 0,
		size: stat.size
	};
};
const mostText = 16777216;
const strict = new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
/** A small member as text: a manifest, an index, a config. */
const readText = (archive, { name, size, ...member }) => {
	if (size > mostText) throw new BadInput(`${archive.path}: ${name} has ${size} bytes, too many for what it is`);
	try {
		return strict.decode(Buffer.concat([...pieces({
			name,
			size,
			...member
		})].map((piece) => Uint8Array.from(piece))));
	} catch (error) {
		if (error instanceof BadInput) throw error;
		throw new BadInput(`${archive.path}: ${name} is not UTF-8 text`);
	}
};
const readJson = (archive, member) => {
	try {
		return JSON.parse(readText(archive, member));
	} catch (error) {
		if (error instanceof BadInput) throw error;
		throw new BadInput(`${archive.path}: ${member.name} is not JSON: ${error.message}`);
	}
};
const pieceSize = 1 << 20;
/** A member's bytes, piece by piece; each piece is overwritten by the next. */
function* pieces({ name, file, offset, size }) {
	const buffer = new Uint8Array(Math.min(pieceSize, size));
	const opened = openSync(file, "r");
	try {
		for (let done = 0; done < size;) {
			const read = readSync(opened, buffer, 0, Math.min(buffer.length, size - done), offset + done);
			if (read === 0) throw new BadInput(`${file}: ${name} ends after ${done} of ${size} bytes`);
			yield buffer.subarray(0, read);
			done += read;
		}
	} finally {
		closeSync(opened);
	}
}
// src/shell/load/planned-image.ts
/** Docker's own description wins over the OCI layout that newer engines write beside it. */
const plannedImages = (archive) => {
	const manifest = archive.find("manifest.json");
	if (manifest) return imagesOfManifest(archive, manifest);
	if (archive.find("index.json")) return imagesOfLayout(archive);
	throw new BadInput(`${archive.path}: neither manifest.json (docker save) nor index.json (OCI layout) is in it`);
};
const imagesOfManifest = (archive, manifest) => {
	const items = readJson(archive, manifest);
	const wrong = (what) => new BadInput(`${archive.path}: manifest.json: ${what}`);
	if (!Array.isArray(items)) throw wrong("not a list of images");
	return items.map((item, at) => {
		if (!isObject(item)) throw wrong(`image ${at} is not an object`);
		const { Config: config, RepoTags: tags = [], Layers: layers = [], Parent: parent } = item;
		if (typeof config !== "string") throw wrong(`image ${at} has no Config`);
		if (!isTexts(layers ?? [])) throw wrong(`Layers of image ${at} is not a list of names`);
		if (!isTexts(tags ?? [])) throw wrong(`RepoTags of image ${at} is not a list of names`);
		const find = (name) => {
			const member = archive.find(name);
			if (!member) throw wrong(`image ${at} names ${name}, which is not in the archive`);
			return member;
		};
		return {
			config: find(config),
			layers: (layers ?? []).map((name) => ({
				member: find(name),
				...digestInName(name)
			})),
			repoTags: tags ?? [],
			...typeof parent === "string" && parent !== "" && { parent }
		};
	});
};
/** In the layout of newer engines a layer's name is its digest. */
const digestInName = (name) => {
	const digest = `sha256:${/^blobs\/sha256\/([0-9a-f]{64})$/.exec(name)?.[1] ?? ""}`;
	return isDigest(digest) ? { digest } : {};
};
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value) => Array.isArray(value) && value.every((item) => typeof item === "string");
// src/shell/load/oci-layout.ts
/** The images of an OCI layout's index, for linux/amd64 where there is a choice. */
const imagesOfLayout = (archive) => {
	const index = archive.find("index.json");
	if (!index) throw new BadInput(`${archive.path}: there is no index.json`);
	const found = manifestsOf(archive, "index.json", parse$2(archive, index.name, readText(archive, index)), 0);
	if (found.length === 0) throw new BadInput(`${archive.path}: index.json names no image for linux/amd64`);
	return found;
};
const deepestIndex = 4;
const manifestsOf = (archive, where, index, depth) => {
	const { manifests } = index;
	if (!Array.isArray(manifests)) throw new BadInput(`${archive.path}: ${where} has no list of manifests`);
	if (depth > deepestIndex) throw new BadInput(`${archive.path}: ${where}: indexes within indexes, too deep`);
	return manifests.flatMap((item) => {
		const descriptor = descriptorOf(archive, where, item);
		const { digest, json } = descriptor;
		if (!isForUs(json)) return [];
		const text = readBlob(archive, descriptor);
		const manifest = parse$2(archive, digest, text);
		const name = nameOf$1(json);
		return (Array.isArray(manifest.manifests) ? manifestsOf(archive, digest, manifest, depth + 1) : [imageOf$1(archive, digest, manifest, text)]).map((image) => named(archive, name === void 0 ? image : {
			...image,
			name
		}));
	});
};
const imageOf$1 = (archive, digest, manifest, text) => {
	const { config, layers, mediaType } = manifest;
	if (!Array.isArray(layers)) throw new BadInput(`${archive.path}: manifest ${digest} has no list of layers`);
	const configured = descriptorOf(archive, digest, config);
	readBlob(archive, configured);
	return {
		config: configured.member,
		layers: layers.map((layer) => descriptorOf(archive, digest, layer)),
		repoTags: [],
		manifest: {
			digest,
			text,
			mediaType: typeof mediaType === "string" ? mediaType : ociManifest
		}
	};
};
const ociManifest = "application/vnd.oci.image.manifest.v1+json";
const descriptorOf = (archive, where, json) => {
	if (!isObject(json) || typeof json.digest !== "string" || !isDigest(json.digest)) throw new BadInput(`${archive.path}: ${where} names something without a sha256 digest`);
	const { digest, size } = json;
	const member = archive.find(`blobs/sha256/${hexOf$1(digest)}`);
	if (!member) throw new BadInput(`${archive.path}: ${where} names ${digest}, which is not in the archive`);
	if (typeof size === "number" && size !== member.size) throw new BadInput(`${archive.path}: ${digest} has ${member.size} bytes, ${where} says ${size}`);
	return {
		digest,
		member,
		json
	};
};
/** A small blob, whose digest must be that of its name. */
const readBlob = (archive, { digest, member }) => {
	const text = readText(archive, member);
	const actual = createHash("sha256").update(text).digest("hex");
	if (actual !== hexOf$1(digest)) throw new BadInput(`${archive.path}: ${digest} has the digest sha256:${actual}`);
	return text;
};
const parse$2 = (archive, where, text) => {
	try {
		const json = JSON.parse(text);
		if (isObject(json)) return json;
	} catch {}
	throw new BadInput(`${archive.path}: ${where} is not a JSON object`);
};
const isForUs = ({ platform }) => !isObject(platform) || platform.os === "linux" && platform.architecture === "amd64";
const nameOf$1 = ({ annotations }) => {
	if (!isObject(annotations)) return void 0;
	const name = annotations["io.containerd.image.name"] ?? annotations["org.opencontainers.image.ref.name"];
	return typeof name === "string" && name !== "" ? name : void 0;
};
/** skopeo writes only the tag (`oci:DIR:TAG`); the repository then is what the archive is called. */
const named = (archive, image) => {
	const { name } = image;
	if (name === void 0) return image;
	return {
		...image,
		repoTags: [/[:/]/.test(name) ? name : `${archive.name.toLowerCase()}:${name}`]
	};
};
// src/shell/load/decompress.ts
/** A member's bytes, uncompressed. What it is compressed with shows in its first bytes, as Docker looks at them. */
const uncompressed = (member, watch) => {
	const magic = Buffer.from(firstBytes(member)).toString("hex");
	if (magic.startsWith("1f8b08")) return gunzip(member, watch);
	if (magic.startsWith("28b52ffd")) return unzstd(member, watch);
	if (magic.startsWith("fd377a585a00")) throw new BadInput("compressed with xz, which is not supported");
	if (magic.startsWith("425a68")) throw new BadInput("compressed with bzip2, which is not supported");
	return plain(member, watch);
};
const firstBytes = (member) => {
	for (const piece of pieces({
		...member,
		size: Math.min(member.size, 18)
	})) return piece;
	return /* @__PURE__ */ new Uint8Array();
};
function* plain(member, watch) {
	for (const piece of pieces(member)) {
		watch(piece);
		yield piece;
	}
}
async function* gunzip(member, watch) {
	const { file, offset: start, size } = member;
	const source = createReadStream(file, {
		start,
		end: start + size - 1,
		highWaterMark: 1 << 18
	});
	source.on("data", (piece) => watch(piece));
	const unzip = createGunzip({ chunkSize: 1 << 18 });
	source.on("error", (error) => unzip.destroy(error));
	try {
		yield* source.pipe(unzip);
	} catch (error) {
		throw new BadInput(`gzip: ${error.message}`);
	} finally {
		source.destroy();
	}
}
/** What the zstd program itself allows. */
const widestWindow = 134217728;
function* unzstd(member, watch) {
	if (windowOf(firstBytes(member)) > widestWindow) throw new BadInput("zstd: the window is too large");
	let out = [];
	const stream = new Decompress((piece) => out.push(piece));
	let done = 0;
	for (const piece of pieces(member)) {
		watch(piece);
		done += piece.length;
		for (let at = 0; at < piece.length; at += zstdStep) {
			const last = done === member.size && at + zstdStep >= piece.length;
			try {
				stream.push(Uint8Array.from(piece.subarray(at, at + zstdStep)), last);
			} catch (error) {
				throw new BadInput(`zstd: ${error.message}`);
			}
			const ready = out;
			out = [];
			yield* ready;
		}
	}
}
const zstdStep = 1 << 17;
/** How many bytes back the frame may refer: the memory that reading it takes. */
const windowOf = (head) => {
	const [flags = 0, window = 0] = head.subarray(4);
	if (!((flags & 32) !== 0)) return 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8);
	const sizeBytes = 1 << (flags >> 6);
	const start = 5 + (flags & 3 ? 1 << (flags & 3) - 1 : 0);
	return head.subarray(start, start + sizeBytes).reduceRight((size, byte) => size * 256 + byte, 0);
};
// src/shell/load/layer-sink.ts
const layerSink = (blobs) => blobs instanceof DiskBlobs ? onDisk(blobs) : inMemory(blobs);
const onDisk = (blobs) => {
	const spool = blobs.spool();
	let kept;
	return {
		write: (piece) => spool.write(piece),
		close: () => spool.close(),
		keep: ({ diffId, slices }) => {
			if (blobs.has(diffId)) {
				spool.discard();
				return;
			}
			spool.keep(diffId, slices);
			kept = diffId;
		},
		drop: () => {
			spool.discard();
			if (kept !== void 0) blobs.forget(kept);
		}
	};
};
const inMemory = (blobs) => {
	const written = [];
	return {
		write: (piece) => void written.push(Uint8Array.from(piece)),
		close: () => {},
		keep: ({ diffId, slices }) => {
			const tar = concat(written);
			blobs.put(diffId, tar);
			for (const { content, offset, size } of slices) blobs.put(content, tar.subarray(offset, offset + size));
		},
		drop: () => {}
	};
};
// src/shell/load/layer-stream.ts
/** Far more than any layer has; what has more wants to fill the memory. */
const mostMembers = 1e6;
/**
* An uncompressed layer tar as it comes: computes the digests of the whole and of each file, and keeps the headers.
* The answers are texts when something is wrong, in Docker's words where it has them.
*/
var LayerStream = class {
	whole = createHash("sha256");
	members = [];
	slices = [];
	reader;
	header;
	offset = 0;
	hash;
	constructor() {
		this.reader = new TarReader({
			entry: (header, offset) => {
				this.header = header;
				this.offset = offset;
				this.hash = header.type === "0" ? createHash("sha256") : void 0;
			},
			data: (piece) => void this.hash?.update(piece),
			end: () => this.complete()
		});
	}
	write(piece) {
		this.whole.update(piece);
		const problem = this.reader.write(piece);
		if (problem) return refusalOf(`${problem.message} (at byte ${problem.offset} of the layer)`);
		return this.members.length > mostMembers ? `more than ${mostMembers} files in one layer` : void 0;
	}
	finish() {
		const problem = this.reader.finish();
		if (problem) return refusalOf(`${problem.message} (at byte ${problem.offset} of the layer)`);
		const unpacked = unpack(this.members);
		if (typeof unpacked === "string") return refusalOf(unpacked);
		return {
			diffId: digestOf(this.whole),
			...unpacked,
			slices: this.slices
		};
	}
	complete() {
		const { header, hash, offset } = this;
		if (!header) return;
		if (!hash) this.members.push({ header });
		else {
			const content = digestOf(hash);
			this.members.push({
				header,
				content
			});
			if (header.size > 0) this.slices.push({
				content,
				offset,
				size: header.size
			});
		}
	}
};
const digestOf = (hash) => `sha256:${hash.digest("hex")}`;
// src/shell/load/read-layer.ts
/** Reads one layer of an archive in one pass, at the memory of a few pieces and its headers. */
const readLayer = async (where, member, digest, blobs) => {
	const stored = createHash("sha256");
	const stream = new LayerStream();
	const sink = layerSink(blobs);
	try {
		const bytes = uncompressed(member, (piece) => {
			if (digest !== void 0) stored.update(piece);
		});
		if (Symbol.asyncIterator in bytes) for await (const piece of bytes) take(stream, sink, piece);
		else for (const piece of bytes) take(stream, sink, piece);
		const actual = stored.digest("hex");
		if (digest !== void 0 && actual !== hexOf$1(digest)) throw new BadInput(`the stored bytes have the digest sha256:${actual}, not ${digest}`);
		const layer = stream.finish();
		if (typeof layer === "string") throw new BadInput(layer);
		sink.close();
		return {
			layer,
			sink
		};
	} catch (error) {
		sink.drop();
		if (error instanceof BadInput) throw new BadInput(`${where}: ${member.name}: ${error.message}`);
		throw error;
	}
};
const take = (stream, sink, piece) => {
	const problem = stream.write(piece);
	if (problem !== void 0) throw new BadInput(problem);
	sink.write(piece);
};
// src/shell/load/pulling.ts
/**
* The command of a `docker pull`, its layers' bytes already beside the log. OCI layouts (`--registry DIR`) are asked
* before the embedded registry.
*/
const pulling = async (session, embedded, reference, layouts = []) => {
	const found = findInLayouts(layouts, reference, session);
	if (found) return {
		issuer: "client",
		type: "PullImage",
		reference,
		fetched: await fetchFrom(found.archive, found.image, session)
	};
	const command = pullCommand(embedded, session.world.distribution, reference);
	if ("manifest" in command.fetched) bring(session, embedded, command.fetched);
	return command;
};
/** Layer tars, and the files in them, go beside the log: it must replay without the registry. */
const bring = ({ blobs }, registry, { layers }) => {
	for (const { diffId, entries } of layers) {
		if (blobs.get(diffId)) continue;
		for (const { node } of entries) if (node.kind === "file") put(blobs, registry, node.content);
		put(blobs, registry, diffId);
	}
};
const put = (blobs, registry, digest) => blobs.put(digest, known$1(registry.contents(digest), `blob ${digest}`));
const findInLayouts = (layouts, reference, { world }) => {
	const parsed = parseName(reference);
	if (isFlaw(parsed)) return void 0;
	const named = tagNameOnly(parsed);
	const moved = world.distribution.movedTags.get(`${familiarName(named)}:${named.tag}`);
	for (const path of layouts.flatMap(layoutsIn)) {
		const archive = openArchive(path);
		const image = imagesOfLayout(archive).find((it) => isNamed$1(it, named, moved));
		if (image) return {
			archive,
			image
		};
	}
};
/** A directory is a layout, or holds some. */
const layoutsIn = (dir) => {
	if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new BadInput(`${dir}: not a directory`);
	if (existsSync(join(dir, "index.json"))) return [dir];
	const found = readdirSync(dir).sort().map((name) => join(dir, name)).filter((path) => existsSync(join(path, "index.json")));
	if (found.length === 0) throw new BadInput(`${dir}: neither an OCI layout nor a directory of some`);
	return found;
};
const isNamed$1 = ({ repoTags, manifest }, wanted, moved) => repoTags.some((text) => {
	const named = parseName(text);
	if (isFlaw(named) || familiarName(named) !== familiarName(wanted)) return false;
	const digest = wanted.digest ?? moved;
	return digest === void 0 ? tagNameOnly(named).tag === wanted.tag : manifest.digest === digest;
});
const fetchFrom = async (archive, image, { world, blobs }) => {
	const config = readText(archive, image.config);
	const read = readImageConfig(config);
	const chains = "flaw" in read ? [] : chainIdsOf(read.diffIds);
	const layers = [];
	for (const [at, { member, digest }] of image.layers.entries()) {
		const blob = known$1(digest, `digest of ${member.name}`);
		const chain = chains[at];
		const here = chain === void 0 ? void 0 : world.layers.get(chain);
		if (here && world.distribution.diffIdByDigest.get(blob) === here.diffId) {
			layers.push({
				blob,
				diffId: here.diffId,
				size: here.size,
				entries: []
			});
			continue;
		}
		const { layer, sink } = await readLayer(archive.path, member, blob, blobs);
		sink.keep(layer);
		const { slices: _, ...content } = layer;
		layers.push({
			...content,
			blob
		});
	}
	return {
		manifest: image.manifest.digest,
		config,
		layers
	};
};
// src/core/event.ts
/** `container/<id>`: the name of the story that an event belongs to. */
const streamOf = (event) => event.stream === event.id ? event.stream : `${event.stream}/${event.id}`;
// src/core/upcast/container-died-v2.ts
/**
* Version 1 knew one exit code. Version 2 tells the container's own from the one that Docker's `die` event reports:
* they differ after a shim was killed. As far as version 1 knew, they were the same.
*/
const containerDiedV2 = (data) => ({
	...data,
	reported: data.exitCode
});
// src/core/upcast/upcast.ts
/** For each type of event that ever changed: the steps from version 1 upwards. Old logs replay the same (law E7). */
const steps = /* @__PURE__ */ new Map([["ContainerDied", [containerDiedV2]]]);
/** The version that is written today. */
const versionOf = (type) => 1 + (steps.get(type)?.length ?? 0);
/** The data as today's version has it. Versions from the future are the reader's to refuse. */
const upcast = (type, version, data) => (steps.get(type) ?? []).slice(version - 1).reduce((older, step) => step(older), data);
// src/shell/log/shared-texts.ts
/** As many different texts as are remembered at once; a history with more begins to remember anew. */
const most = 1e6;
/** V8's JSON.parse gives the same text for the same letters up to this length. */
const shortest = 10;
/** Longer texts hardly ever come a second time. */
const longest = 120;
/**
* The texts of a log that come again and again, ids and names above all, each kept once. JSON.parse makes a new text
* every time; a world that held all of them would be half as big again, and would compare them letter by letter.
*/
var SharedTexts = class {
	texts = /* @__PURE__ */ new Map();
	streams = /* @__PURE__ */ new Map();
	text(text) {
		const there = this.texts.get(text);
		if (there !== void 0) return there;
		if (text.length > longest) return text;
		if (this.texts.size >= most) this.texts.clear();
		this.texts.set(text, text);
		return text;
	}
	/** `container/<id>` in its two parts; `host` is both. */
	stream(stream) {
		const there = this.streams.get(stream);
		if (there !== void 0) return there;
		const { kind, id } = nameOf(stream);
		const name = {
			kind: this.text(kind),
			id: this.text(id)
		};
		if (this.streams.size >= most) this.streams.clear();
		this.streams.set(stream, name);
		return name;
	}
	/**
	* Shares all texts in an object, which is changed in place: only for one that nobody else has yet. Most texts of the
	* length of a time are the event's own; JSON.parse itself keeps the short ones once.
	*/
	share(holder, time) {
		for (const key in holder) {
			const value = holder[key];
			if (typeof value === "string") {
				if (value.length > shortest) holder[key] = value === time ? time : this.text(value);
			} else if (typeof value === "object" && value !== null) this.share(value, time);
		}
	}
};
/** `container/<id>` in its two parts; `host` is both. */
const nameOf = (stream) => {
	const slash = stream.indexOf("/");
	return slash < 0 ? {
		kind: stream,
		id: stream
	} : {
		kind: stream.slice(0, slash),
		id: stream.slice(slash + 1)
	};
};
// src/shell/log/record.ts
/** `JSON.stringify(lineOf(entry, more))`, put together from its members: twice as fast. */
const lineText = ({ seq, cause, event }, more, causeText = JSON.stringify(cause)) => {
	const { stream: _, id: __, type, at, ...data } = event;
	const frame = `{"seq":${seq},"time":"${at}","stream":${JSON.stringify(streamOf(event))},"type":"${type}","v":${versionOf(type)}`;
	const rest = more > 0 ? `,"more":${more}}` : "}";
	return `${frame},"cause":${causeText},"data":${JSON.stringify(data)}${rest}`;
};
/**
* The event of a line whose data has been checked and has today's version. The line is used up: its data becomes the
* event's.
*/
const entryOf$1 = ({ seq, time, stream, type, cause, data }, shared = new SharedTexts()) => {
	const { kind, id } = shared.stream(stream);
	shared.share(data, time);
	return {
		seq,
		cause,
		event: {
			stream: kind,
			id,
			type: shared.text(type),
			at: time,
			...data
		}
	};
};
// src/shell/log/append-log.ts
const emptyHead = {
	seq: 0,
	hash: beforeFirst
};
/** Opens a log for appending; makes it when there is none. */
const appendLog = (log, options = {}) => {
	const store = writeStore(log, options);
	try {
		return writerOn(store);
	} catch (error) {
		store.close();
		throw error;
	}
};
const writerOn = (store) => {
	let head = headOf(store);
	const appendAll = (commands) => {
		let { hash } = head;
		const records = [];
		for (const entries of commands) {
			let [cause, causeText] = [void 0, ""];
			let more = entries.length;
			for (const entry of entries) {
				more -= 1;
				if (entry.cause !== cause) [cause, causeText] = [entry.cause, JSON.stringify(entry.cause)];
				const line = sealed(lineText(entry, more, causeText), hash);
				hash = line.hash;
				records.push({
					seq: entry.seq,
					stream: streamOf(entry.event),
					text: line.text
				});
			}
		}
		store.append(head.seq, records);
		head = {
			seq: head.seq + records.length,
			hash
		};
	};
	return {
		store,
		head: () => head,
		append: (entries) => appendAll([entries]),
		appendAll,
		goOnBehind: (next) => {
			head = next;
		},
		flush: () => store.flush(),
		close: () => store.close()
	};
};
/** A log that is older than the chain does not state the hash of its last record: then it is computed from the first on. */
const headOf = (store) => {
	const last = store.last();
	if (!last) return emptyHead;
	const stated = statedHash(last.text);
	if (stated !== void 0) return {
		seq: last.seq,
		hash: stated
	};
	let hash = beforeFirst;
	for (const { text } of store.read()) hash = linkOf(text, hash).hash;
	return {
		seq: last.seq,
		hash
	};
};
// src/core/recompute-indexes.ts
/** All indexes from scratch, out of the aggregates alone. A law says that evolve keeps exactly these. */
const indexesOf = (world) => {
	const containers = [...world.containers.values()];
	const images = [...world.images.values()];
	return {
		names: grouped(containers.map((it) => [it.name, it.id])),
		layerUsers: grouped([
			...some(images, (it) => [topLayerOf(it), `image/${it.id}`]),
			...some(world.layers.values(), (it) => [it.parent, `layer/${it.chainId}`]),
			...some(world.writeLayers.values(), (it) => [it.parent, `container/${it.container}`])
		]),
		imageReferences: grouped([...world.references.values()].map((it) => [it.image, it.reference])),
		imageChildren: grouped(some(images, (it) => [it.parent, it.id])),
		imageContainers: grouped(some(containers, (it) => [it.image === "" ? void 0 : it.image, it.id])),
		volumeContainers: grouped(containers.flatMap((it) => some(it.mounts, ({ name, borrowed }) => [borrowed ? void 0 : name, it.id]))),
		execs: PersistentMap.of(containers.flatMap((it) => [...it.execs.keys()].map((exec) => [exec, it.id])))
	};
};
/** The pairs that have a key. */
const some = (items, pairOf) => {
	const pairs = [];
	for (const item of items) {
		const [key, value] = pairOf(item);
		if (key !== void 0) pairs.push([key, value]);
	}
	return pairs;
};
const grouped = (pairs) => {
	const groups = PersistentMap.empty().asMutable();
	for (const [key, member] of pairs) addTo$1(groups, key, member);
	return groups.asImmutable();
};
// src/core/replay.ts
/** A list of them, or as they come. */
function* batchesOf(items, size) {
	if (Array.isArray(items)) {
		for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
		return;
	}
	let batch = [];
	for (const item of items) {
		batch.push(item);
		if (batch.length < size) continue;
		yield batch;
		batch = [];
	}
	yield batch;
}
/** More events at once are grouped better, and are held for longer. */
const batchSize = 2e4;
/** An event that does not fit what came before it; `at` is its place in its batch. */
var Misfit = class extends Impossible {
	at;
	constructor({ message }, at) {
		super(message);
		this.at = at;
	}
};
/** Grouped replay, batch by batch. What it holds on the way nobody sees. */
var GroupedReplay = class {
	layers;
	images;
	references;
	containers;
	writeLayers;
	volumes;
	host;
	distribution;
	constructor(from = emptyWorld) {
		this.layers = new Streams(from.layers, oneByOne(evolveLayer));
		this.images = new Streams(from.images, oneByOne(evolveImage));
		this.references = new Streams(from.references, oneByOne(evolveReference));
		this.containers = new Streams(from.containers, oneByOne(evolveContainer));
		this.writeLayers = new Streams(from.writeLayers, foldWriteLayer);
		this.volumes = new Streams(from.volumes, oneByOne(evolveVolume));
		this.host = mutableHost(from.host);
		this.distribution = from.distribution;
	}
	/** The next events of the history. After a `Misfit` the replay is of no use any more. */
	add(batch) {
		for (const event of batch) this.sort(event);
		const misfits = [];
		for (const streams of [
			this.layers,
			this.images,
			this.references,
			this.containers,
			this.writeLayers,
			this.volumes
		]) streams.fold((event, error) => misfits.push([event, error]));
		const [first] = misfits.map(([event, error]) => new Misfit(error, batch.indexOf(event))).sort((a, b) => a.at - b.at);
		if (first) throw first;
	}
	world() {
		const aggregates = {
			layers: this.layers.aggregates.asImmutable(),
			images: this.images.aggregates.asImmutable(),
			references: this.references.aggregates.asImmutable(),
			containers: this.containers.aggregates.asImmutable(),
			writeLayers: this.writeLayers.aggregates.asImmutable(),
			volumes: this.volumes.aggregates.asImmutable(),
			host: immutableHost(this.host),
			distribution: this.distribution
		};
		return {
			...aggregates,
			indexes: indexesOf(aggregates)
		};
	}
	sort(event) {
		switch (event.stream) {
			case "container":
				this.containers.take(event);
				break;
			case "host":
				this.host = evolveHost(this.host, event);
				break;
			case "write-layer":
				this.writeLayers.take(event);
				break;
			case "layer":
				this.layers.take(event);
				break;
			case "image":
				this.images.take(event);
				break;
			case "reference":
				this.references.take(event);
				break;
			case "volume":
				this.volumes.take(event);
				break;
			case "distribution":
				this.distribution = evolveDistribution(this.distribution, event);
				break;
			default: never(event);
		}
	}
};
const oneByOne = (evolve) => (before, events) => {
	let it = before;
	for (const event of events) it = evolve(it, event);
	return it;
};
/** All streams of one kind: their aggregates, and the events that wait to be folded into them. */
var Streams = class {
	aggregates;
	waiting = /* @__PURE__ */ new Map();
	foldAll;
	constructor(before, foldAll) {
		this.aggregates = before.asMutable();
		this.foldAll = foldAll;
	}
	take(event) {
		const waiting = this.waiting.get(event.id);
		if (waiting) waiting.push(event);
		else this.waiting.set(event.id, [event]);
	}
	fold(onMisfit) {
		for (const [id, events] of this.waiting) try {
			this.aggregates.rewrite(id, (before) => this.foldAll(before, events));
		} catch (error) {
			onMisfit(...this.misfitOf(id, events, error));
		}
		this.waiting.clear();
	}
	/** The first of a stream's events that can not be folded. */
	misfitOf(id, events, error) {
		let it = this.aggregates.get(id);
		for (const event of events) try {
			it = this.foldAll(it, [event]);
		} catch (why) {
			if (why instanceof Impossible) return [event, why];
		}
		throw error;
	}
};
// src/shell/log/fold-entries.ts
/**
* Events of a log are checked one by one against the schema; that they fit each other shows when they are folded. A log
* that tells of a file in a directory that never was is bad input like any other.
*/
const evolveEntry = (world, entry) => {
	try {
		return evolve(world, entry.event);
	} catch (error) {
		throw misfit(error, entry);
	}
};
/** The same for many events at once, several times faster. */
const foldEntries = (entries, from = emptyWorld) => {
	const replay = new GroupedReplay(from);
	for (const batch of batchesOf(entries, batchSize)) addTo(replay, batch);
	return replay.world();
};
const addTo = (replay, batch) => {
	try {
		replay.add(batch.map(({ event }) => event));
	} catch (error) {
		const entry = error instanceof Misfit ? batch[error.at] : void 0;
		throw entry ? misfit(error, entry) : error;
	}
};
const misfit = (error, { seq, event }) => error instanceof Impossible ? new BadInput(`event ${seq}: ${event.type} does not fit what came before it: ${error.message}`) : error;
// src/shell/log/check-line.ts
/** The published schema: docs/events.schema.json. */
const eventsSchema = createRequire("file:///tmp/wt/mutants/src/shell/log/check-line.ts")("plimsoll/events.schema.json");
const definitions = "#/definitions/";
const knownTypes = new Set(eventsSchema.oneOf.map(({ $ref }) => $ref.slice(14)));
/** Unoptimized code is made in half the time, and V8 optimizes what is run often. */
const ajv = new Ajv({
	strict: false,
	allErrors: false,
	logger: false,
	validateSchema: false,
	code: { optimize: false }
}).addSchema(eventsSchema, "events");
const compiled$1 = /* @__PURE__ */ new Map();
/** Compiled when first needed: a log uses few of the seventy types of event. */
const validatorOf = (definition) => {
	const there = compiled$1.get(definition);
	if (there) return there;
	const made = ajv.compile({ $ref: `events${definitions}${definition}` });
	compiled$1.set(definition, made);
	return made;
};
const frame$1 = "LogLine";
/** The newest version of a type of event; `undefined` when there is no such type. */
const newestOf = (type) => knownTypes.has(type) ? versionOf(type) : void 0;
/** What the schema asks of the data of a type of event in its newest version. */
const dataCheckOf = (type) => validatorOf(`${type}/properties/data`);
/** What it asks of the stream, as a text to compare with, and as a check. */
const streamCheckOf = (type) => {
	const { const: constant, pattern } = eventsSchema.definitions[type]?.properties?.stream ?? {};
	if (constant !== void 0) return {
		asks: constant,
		isStream: (text) => text === constant
	};
	if (pattern === void 0) return {
		asks: type,
		isStream: validatorOf(`${type}/properties/stream`)
	};
	const matching = new RegExp(pattern, "u");
	return {
		asks: pattern,
		isStream: (text) => matching.test(text)
	};
};
/** The line in today's version, or why it is none. */
const checkLine = (text) => {
	const line = parse$1(text);
	if (line === void 0) return "not JSON";
	const isLine = validatorOf(frame$1);
	if (!isLine(line)) return wordsOf(isLine.errors);
	const { type, v, data } = line;
	if (!knownTypes.has(type)) return `unknown event type ${quoted$2(type)}`;
	const newest = versionOf(type);
	if (v > newest) return `${type} has version ${v}, which is newer than ${newest}, the newest known`;
	const today = v === newest ? line : {
		...line,
		v: newest,
		data: upcast(type, v, data)
	};
	const isEvent = validatorOf(type);
	return isEvent(today) ? today : `${type}: ${wordsOf(isEvent.errors)}`;
};
/** JSON has no undefined, so that stands for a text that is no JSON. */
const parse$1 = (text) => {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
};
const wordsOf = (errors) => {
	const error = errors?.[0];
	if (!error) return "not valid";
	const at = error.instancePath === "" ? "" : `${error.instancePath.slice(1).replaceAll("/", ".")} `;
	const { additionalProperty, allowedValue } = error.params;
	const what = additionalProperty ?? allowedValue;
	return `${at}${error.message ?? "is not valid"}${what === void 0 ? "" : ` (${quoted$2(String(what))})`}`;
};
/** Short and without control characters, so that a hostile log can not write on the terminal. */
const quoted$2 = (text) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
const slotBytes = 196608;
const states = {
	free: 0,
	submitted: 1,
	claimed: 2,
	sound: 3,
	unsound: 4
};
const slotMemory = () => ({
	control: new Int32Array(new SharedArrayBuffer(136)),
	firsts: new Float64Array(new SharedArrayBuffer(256)),
	ends: new Int32Array(new SharedArrayBuffer(131200)),
	bytes: new Uint8Array(new SharedArrayBuffer(32 * slotBytes))
});
/** One slot of them. */
var Slot = class {
	/** Where its state stands. */
	state;
	bytes;
	firsts;
	ends;
	constructor({ firsts, ends, bytes }, at) {
		this.state = at;
		this.bytes = Buffer.from(bytes.buffer, at * slotBytes, slotBytes);
		this.firsts = firsts.subarray(at, at + 1);
		this.ends = ends.subarray(at * 1025, (at + 1) * 1025);
	}
	/** The page as it lies in the slot. */
	fill({ first, bytes, ends }, previous) {
		this.bytes.write(previous ?? "", 0, "latin1");
		bytes.copy(this.bytes, 64);
		this.firsts[0] = first;
		this.ends[0] = ends.length;
		this.ends.set(ends, 1);
		return {
			first,
			bytes: this.bytes.subarray(64, 64 + bytes.length),
			ends
		};
	}
	get page() {
		const ends = Array.from(this.ends.subarray(1, 1 + (this.ends[0] ?? 0)));
		const length = (ends.at(-1) ?? -1) + 1;
		return {
			first: this.firsts[0] ?? 1,
			bytes: this.bytes.subarray(64, 64 + length),
			ends
		};
	}
	/** The hash that the first line is chained to. */
	get previous() {
		return this.bytes.toString("latin1", 0, 64);
	}
};
// src/shell/log/page-checkers.ts
/**
* A second thread that checks pages. Both share the slots that pages lie in; a page belongs to whoever claims it first,
* so that a thread that comes late, or never, costs nothing but what it would have saved.
*/
var PageCheckers = class PageCheckers {
	worker;
	memory;
	slots;
	submitted = 0;
	taken = 0;
	/** Pages that do not fit into a slot, or whose slot is not free yet, or whose beginning is not known. */
	others = /* @__PURE__ */ new Map();
	pages = /* @__PURE__ */ new Map();
	constructor({ worker, memory }) {
		this.worker = worker;
		this.memory = memory;
		this.slots = Array.from({ length: 32 }, (_, at) => new Slot(memory, at));
		Atomics.store(memory.control, 33, 0);
	}
	/** `undefined` where the program does not run as it was built, so that there is no file for a thread to run. */
	static start() {
		if (!"file:///tmp/wt/mutants/src/shell/log/page-checkers.ts".endsWith(".js")) return void 0;
		const checkers = new PageCheckers(idle ?? startThread());
		idle = void 0;
		return checkers;
	}
	get hasRoom() {
		return this.submitted - this.taken < 31;
	}
	/** `previous` is the hash before the page's first line, where one is stated. */
	submit(page, previous) {
		const number = this.submitted;
		this.submitted += 1;
		const slot = this.slots[number % 32];
		if (!(slot !== void 0 && previous !== void 0 && page.bytes.length <= slot.bytes.length - 64 && page.ends.length <= 1024 && Atomics.load(this.memory.control, slot.state) !== states.claimed) || page.odd) {
			this.others.set(number, {
				...page,
				bytes: Buffer.from(page.bytes)
			});
			return;
		}
		this.pages.set(number, slot.fill(page, previous));
		Atomics.store(this.memory.control, slot.state, states.submitted);
		Atomics.add(this.memory.control, 32, 1);
		Atomics.notify(this.memory.control, 32);
	}
	/** The next page in order; `undefined` when none is there. It is valid until the next one is taken. */
	take() {
		if (this.taken === this.submitted) return void 0;
		const number = this.taken;
		this.taken += 1;
		Atomics.store(this.memory.control, 33, this.taken);
		const other = this.others.get(number);
		if (other !== void 0) {
			this.others.delete(number);
			return {
				page: other,
				isChecked: false
			};
		}
		const page = this.pages.get(number);
		this.pages.delete(number);
		return {
			page,
			isChecked: this.isChecked(this.slots[number % 32])
		};
	}
	/** The thread stays for the next log, since to start one takes longer than to read many a log. */
	end() {
		const { worker, memory, slots } = this;
		for (const { state } of slots) Atomics.compareExchange(memory.control, state, states.submitted, states.free);
		if (idle === void 0) idle = {
			worker,
			memory
		};
		else worker.terminate();
	}
	/** Nobody waits for the other thread: a page that it is still at is checked here, too. */
	isChecked({ state }) {
		const { control } = this.memory;
		return Atomics.compareExchange(control, state, states.submitted, states.free) === states.sound;
	}
};
/** A thread that has nothing to do; the process does not wait for it. */
let idle;
const startThread = () => {
	const memory = slotMemory();
	const worker = new Worker(new URL("./page-checker.js", "file:///tmp/wt/mutants/src/shell/log/page-checkers.ts"), {
		workerData: memory,
		execArgv: [],
		stderr: true
	});
	worker.on("error", () => {
		if (idle?.worker === worker) idle = void 0;
	});
	worker.unref();
	return {
		worker,
		memory
	};
};
// src/shell/log/checked-pages.ts
/** A log that is shorter has been read before a second thread would be of use. */
const soManyBytes = 2097152;
/**
* The pages of a log. Of a long one, a second thread reads ahead and holds the lines against schema and chain, while this
* one makes entries of those that have been checked and folds them. What that thread has not come to, or does not find
* sound, is checked by whoever reads the page.
*/
function* checkedPages(pages, previous) {
	const rest = pages[Symbol.iterator]();
	let hash = previous;
	try {
		for (let bytes = 0; bytes < soManyBytes;) {
			const { value: page, done } = rest.next();
			if (done) return;
			bytes += page.bytes.length;
			yield {
				page,
				isChecked: false
			};
			hash = lastHash(page);
		}
		const checkers = PageCheckers.start();
		if (checkers === void 0) for (const page of { [Symbol.iterator]: () => rest }) yield {
			page,
			isChecked: false
		};
		else yield* ahead(rest, hash, checkers);
	} finally {
		rest.return?.();
	}
}
function* ahead(rest, previous, checkers) {
	let hash = previous;
	let [isMore, failure] = [true, void 0];
	try {
		for (;;) {
			while (isMore && checkers.hasRoom) try {
				const { value: page, done } = rest.next();
				if (done) isMore = false;
				else {
					checkers.submit(page, hash);
					hash = lastHash(page);
				}
			} catch (error) {
				[isMore, failure] = [false, error];
			}
			const checked = checkers.take();
			if (checked === void 0) break;
			yield checked;
		}
		if (failure !== void 0) throw failure;
	} finally {
		checkers.end();
	}
}
/** What the last line states; `undefined` where it states nothing. */
const lastHash = ({ bytes, ends, odd }) => {
	const end = ends.at(-1);
	if (odd !== void 0 || end === void 0) return void 0;
	const stated = bytes.toString("latin1", Math.max(0, end - 66), end - 2);
	return isHash(stated) ? stated : void 0;
};
// src/shell/log/byte-texts.ts
/**
* Finds what belongs to a text by the text's bytes, where they stand, without making a string of them: for texts that
* come again on every line of a log. Only texts that were learnt are found.
*/
var ByteTexts = class {
	most;
	/** By a number that is computed from a text's last bytes and its length; texts with the same number in a row. */
	learnt = /* @__PURE__ */ new Map();
	size = 0;
	/** The bytes of all that were learnt, one behind the other. */
	kept = /* @__PURE__ */ new Uint8Array(4096);
	end = 0;
	constructor(most) {
		this.most = most;
	}
	find(bytes, from, to) {
		for (let at = this.learnt.get(numberOf(bytes, from, to)); at !== void 0; at = at.next) if (at.length === to - from && isSame(this.kept, at.from, bytes, from, at.length)) return at.value;
	}
	/** Beyond the most that it holds it begins to learn anew. */
	learn(bytes, from, to, value) {
		if (this.size >= this.most) {
			this.learnt.clear();
			[this.size, this.end] = [0, 0];
		}
		const length = to - from;
		if (this.end + length > this.kept.length) {
			const more = new Uint8Array(Math.max(this.kept.length * 2, this.end + length));
			more.set(this.kept);
			this.kept = more;
		}
		this.kept.set(bytes.subarray(from, to), this.end);
		const number = numberOf(bytes, from, to);
		this.learnt.set(number, {
			from: this.end,
			length,
			value,
			next: this.learnt.get(number)
		});
		this.end += length;
		this.size += 1;
		return value;
	}
};
/** The last bytes tell ids apart as well as all of them. */
const told = 12;
const numberOf = (bytes, from, to) => {
	let number = to - from;
	for (let at = Math.max(from, to - told); at < to; at += 1) number = Math.imul(number, 31) + (bytes[at] ?? 0) | 0;
	return number >>> 2;
};
const isSame = (a, at, b, from, length) => {
	for (let offset = 0; offset < length; offset += 1) if (a[at + offset] !== b[from + offset]) return false;
	return true;
};
// src/shell/log/quick-lines.ts
/**
* Reads lines that look as we write them (sealed, members in our order, nothing that needs an escape in the frame) from
* their bytes. What comes again on every line, types and streams and commands, is compared with what was found sound
* before, and only `data` is parsed and held against the schema. Any other line, sound or not, it leaves to `checkLine`,
* which has the last word.
*/
var QuickLines = class {
	shared;
	streams = new ByteTexts(1e6);
	kinds = new ByteTexts(1e3);
	commands = new ByteTexts(1e3);
	time = new Uint8Array(timeLength);
	timeText = "";
	constructor(shared = new SharedTexts()) {
		this.shared = shared;
	}
	/**
	* The entry of record number `seq`, which stands in these bytes, its newline left out; `undefined` when the line is not
	* for this reader. The bytes are UTF-8; `textAt` gives a part of them as text.
	*/
	read(bytes, from, lineEnd, seq, textAt) {
		return this.entryAt(bytes, from, lineEnd, seq, textAt, "read");
	}
	/** Whether `read` would read it; nothing is made of it, and none of its texts is kept. */
	isSound(bytes, from, lineEnd, seq, textAt) {
		return this.entryAt(bytes, from, lineEnd, seq, textAt, "check") !== void 0;
	}
	/** The same of a line that was read before, so that it is not held against the schema again. */
	readChecked(bytes, from, lineEnd, seq, textAt) {
		return this.entryAt(bytes, from, lineEnd, seq, textAt, "checked");
	}
	entryAt(bytes, from, lineEnd, seq, textAt, what) {
		const isNew = what !== "checked";
		const end = lineEnd - 75;
		if (isNew && (!isAt(bytes, end, sealMark) || bytes[lineEnd - 1] !== brace || bytes[lineEnd - 2] !== quote)) return void 0;
		if (what === "read" && !isHashAt(bytes, end + sealMark.length)) return void 0;
		if (isNew && !isAt(bytes, from, seqMark)) return void 0;
		let at = from + seqMark.length;
		if (isNew && numberAt(bytes, at) !== seq) return void 0;
		at += lengthOf$1(seq);
		if (isNew && !isAt(bytes, at, timeMark)) return void 0;
		at += timeMark.length;
		const time = this.timeAt(bytes, at);
		at += timeLength;
		if (time === void 0 || isNew && !isAt(bytes, at, streamMark)) return void 0;
		at += streamMark.length;
		let to = quoteFrom(bytes, at);
		const stream = this.streams.find(bytes, at, to) ?? this.learnStream(bytes, at, to);
		if (stream === void 0 || isNew && !isAt(bytes, to, typeMark)) return void 0;
		at = to + typeMark.length;
		to = quoteFrom(bytes, at);
		const kind = this.kinds.find(bytes, at, to) ?? this.learnKind(bytes, at, to);
		if (kind === void 0 || isNew && !isAt(bytes, to, kind.behind)) return void 0;
		at = to + kind.behind.length;
		const n = numberAt(bytes, at);
		if (n < 1) return void 0;
		at += lengthOf$1(n);
		if (isNew && !isAt(bytes, at, commandMark)) return void 0;
		at += commandMark.length;
		to = quoteFrom(bytes, at);
		const command = this.commands.find(bytes, at, to) ?? this.learnCommand(bytes, at, to);
		if (command === void 0 || isNew && !isAt(bytes, to, issuerMark)) return void 0;
		at = to + issuerMark.length;
		to = quoteFrom(bytes, at);
		const issuer = issuers.find(bytes, at, to);
		if (issuer === void 0) return void 0;
		at = to + 1;
		let pid;
		if (isAt(bytes, at, pidMark)) {
			pid = numberAt(bytes, at + pidMark.length);
			if (pid < 1) return void 0;
			at += pidMark.length + lengthOf$1(pid);
		}
		if (isNew && !isAt(bytes, at, dataMark)) return void 0;
		const data = dataAt(bytes, at + dataMark.length - 1, end, textAt);
		if (data === void 0) return void 0;
		if (isNew && !(kind.isData(data) && (stream.has === kind.asks || fits(stream, kind)))) return void 0;
		if (what === "check") return soundEntry;
		this.shared.share(data, time);
		return {
			seq,
			cause: pid === void 0 ? {
				n,
				command,
				issuer
			} : {
				n,
				command,
				issuer,
				pid
			},
			event: {
				stream: stream.kind,
				id: stream.id,
				type: kind.type,
				at: time,
				...data
			}
		};
	}
	/** The events of a command have the same time. */
	timeAt(bytes, from) {
		const { time } = this;
		if (isAt(bytes, from, time)) return this.timeText;
		const text = textOf$2(bytes, from, from + timeLength);
		if (!isTime.test(text)) return void 0;
		time.set(bytes.subarray(from, from + timeLength));
		this.timeText = text;
		return this.timeText;
	}
	learnStream(bytes, from, to) {
		const text = plainAt(bytes, from, to);
		if (text === void 0) return void 0;
		const { kind, id } = nameOf(text);
		const stream = {
			text,
			kind: this.shared.text(kind),
			id: this.shared.text(id),
			has: void 0
		};
		return this.streams.learn(bytes, from, to, stream);
	}
	learnCommand(bytes, from, to) {
		const command = plainAt(bytes, from, to);
		return command === void 0 ? void 0 : this.commands.learn(bytes, from, to, this.shared.text(command));
	}
	learnKind(bytes, from, to) {
		const type = plainAt(bytes, from, to);
		const version = type === void 0 ? void 0 : newestOf(type);
		if (type === void 0 || version === void 0) return void 0;
		const behind = Buffer.from(`","v":${version},"cause":{"n":`);
		const kind = {
			type: this.shared.text(type),
			behind,
			isData: dataCheckOf(type),
			...streamCheckOf(type)
		};
		return this.kinds.learn(bytes, from, to, kind);
	}
};
/** Stands for any entry where only that there is one matters. */
const soundEntry = {};
const fits = (stream, { asks, isStream }) => {
	if (!isStream(stream.text)) return false;
	stream.has = asks;
	return true;
};
const seqMark = Buffer.from("{\"seq\":");
const timeMark = Buffer.from(",\"time\":\"");
const streamMark = Buffer.from("\",\"stream\":\"");
const typeMark = Buffer.from("\",\"type\":\"");
const commandMark = Buffer.from(",\"command\":\"");
const issuerMark = Buffer.from("\",\"issuer\":\"");
const pidMark = Buffer.from(",\"pid\":");
const dataMark = Buffer.from("},\"data\":{");
const moreMark = Buffer.from(",\"more\":");
const sealMark = Buffer.from(",\"hash\":\"");
const quote = 34;
const brace = 125;
const timeLength = 30;
const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;
/** Text that stands in JSON as it is. */
const isPlain = /^[\w./:@+-]{1,300}$/;
const textOf$2 = (bytes, from, to) => Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.max(0, to - from)).toString("latin1");
const plainAt = (bytes, from, to) => {
	if (to <= from || to - from > 300) return void 0;
	const text = textOf$2(bytes, from, to);
	return isPlain.test(text) ? text : void 0;
};
const issuers = new ByteTexts(4);
for (const issuer of [
	"client",
	"process",
	"host",
	"registry"
]) issuers.learn(Buffer.from(issuer), 0, issuer.length, issuer);
const isAt = (bytes, from, mark) => {
	if (from < 0) return false;
	for (let at = 0; at < mark.length; at += 1) if (bytes[from + at] !== mark[at]) return false;
	return true;
};
const isHashAt = (bytes, from) => {
	for (let at = from; at < from + 64; at += 1) {
		const code = bytes[at] ?? 0;
		if (!(isDigit(code) || code >= 97 && code <= 102)) return false;
	}
	return true;
};
/** Where the next quote stands. A newline ends every page, and no line is longer than that. */
const quoteFrom = (bytes, from) => {
	let at = from;
	while (at < bytes.length && bytes[at] !== quote) at += 1;
	return at;
};
/** The number that stands there as JSON writes it; -1 when there is none, or one of more than 15 digits. */
const numberAt = (bytes, from) => {
	let number = 0;
	let at = from;
	for (; at < from + 16; at += 1) {
		const digit = (bytes[at] ?? 0) - 48;
		if (digit < 0 || digit > 9) break;
		number = number * 10 + digit;
	}
	const length = at - from;
	return length === 0 || length > 15 || length > 1 && bytes[from] === 48 ? -1 : number;
};
const lengthOf$1 = (number) => {
	let length = 1;
	for (let most = 10; number >= most; most *= 10) length += 1;
	return length;
};
/** `data`, and behind it `more` or nothing. The rest of the frame is sound, so this is the line's data if it is JSON. */
const dataAt = (bytes, from, end, textAt) => {
	let to = end;
	while (isDigit(bytes[to - 1] ?? 0)) to -= 1;
	if (to < end) {
		if (numberAt(bytes, to) < 1 || !isAt(bytes, to - moreMark.length, moreMark)) return void 0;
		to -= moreMark.length;
	}
	if (to - from === 2 && bytes[from + 1] === brace) return {};
	try {
		return JSON.parse(textAt(from, to));
	} catch {
		return;
	}
};
const isDigit = (code) => code >= 48 && code <= 57;
// src/shell/log/read-log.ts
/** The checked events of a store. `previous` is the hash before the first of them, where that is known. */
function* linkedEntries(store, range = {}, previous) {
	for (const { entries, hashAt } of linkedPages(store, range, previous)) for (const [at, entry] of entries.entries()) yield {
		entry,
		hash: hashAt(at)
	};
}
/** The same, many at once. Entries before one that is not sound come first; then it is refused. */
function* linkedPages(store, range = {}, previous) {
	const number = (range.after ?? 0) + 1;
	const hash = previous ?? (number === 1 ? beforeFirst : hashBefore(store, number));
	const reading = new Reading(store, number, {
		hash,
		isSealed: false
	});
	for (const { page, isChecked } of checkedPages(store.pages(range), hash)) {
		yield isChecked ? reading.checked(page) : reading.unchecked(page);
		reading.refuse();
	}
}
var Reading = class {
	store;
	shared = new SharedTexts();
	quick = new QuickLines(this.shared);
	number;
	chain;
	wrong;
	constructor(store, number, chain) {
		this.store = store;
		this.number = number;
		this.chain = chain;
	}
	/** Lines that were held against schema and chain already, so that only the entries have to be made of them. */
	checked(page) {
		const { bytes, ends } = page;
		const textAt = textsOf(bytes);
		const entries = [];
		let from = 0;
		for (const end of ends) {
			const entry = this.quick.readChecked(bytes, from, end, this.number, textAt);
			if (entry === void 0) return this.unchecked(page, entries);
			entries.push(entry);
			this.number += 1;
			from = end + 1;
		}
		const last = ends.at(-1) ?? 0;
		this.chain = {
			hash: textAt(last - 66, last - 2),
			isSealed: true
		};
		return {
			entries,
			hashAt: (at) => textAt((ends[at] ?? 0) - 66, (ends[at] ?? 0) - 2)
		};
	}
	/** Each line is held against schema and chain, up to the first that is not sound. */
	unchecked({ bytes, ends, odd }, before = []) {
		const entries = [...before];
		const hashes = [];
		const textAt = textsOf(bytes);
		const take = (text, entry) => {
			const next = typeof entry === "string" ? entry : follow(this.chain, text);
			if (typeof next === "string" || typeof entry === "string") {
				this.wrong = typeof next === "string" ? next : "";
				return false;
			}
			this.chain = next;
			entries.push(entry);
			hashes.push(next.hash ?? "");
			this.number += 1;
			return true;
		};
		if (odd) {
			for (const { seq, text } of odd) if (!take(text, this.slowly(text, seq))) break;
		} else {
			let from = 0;
			for (const end of ends) {
				const text = textAt(from, end);
				if (!take(text, (this.chain.hash === void 0 ? void 0 : this.quick.read(bytes, from, end, this.number, textAt)) ?? this.slowly(text, this.number))) break;
				from = end + 1;
			}
		}
		return {
			entries,
			hashAt: (at) => hashes[at] ?? ""
		};
	}
	refuse() {
		if (this.wrong !== void 0) throw bad(this.store, this.number, this.wrong);
	}
	slowly(text, seq) {
		const { number } = this;
		const line = checkLine(text);
		if (typeof line === "string") return line;
		if (seq !== number || line.seq !== number) return sequenceError(number, seq === number ? line.seq : seq);
		return entryOf$1(line, this.shared);
	}
};
/** One line further, or what is wrong with it. */
const follow = (chain, text) => {
	if (chain.hash === void 0) return {
		hash: statedHash(text),
		isSealed: statedHash(text) !== void 0
	};
	const { stated, hash } = linkOf(text, chain.hash);
	if (stated === void 0) return chain.isSealed ? "it states no hash, as those before it do: it was changed or put in" : {
		hash,
		isSealed: false
	};
	return stated === hash ? {
		hash,
		isSealed: true
	} : "its hash does not fit: a line was changed, removed or moved (plimsoll log verify says more)";
};
const hashBefore = (store, number) => {
	const [before] = store.read({
		after: number - 2,
		to: number - 1
	});
	return before && statedHash(before.text);
};
const bad = (store, number, what) => new BadInput(`${store.name}: line ${number}: ${what}`);
const sequenceError = (expected, found) => found < expected ? `sequence number ${found} is there already; expected ${expected}` : `sequence numbers ${expected} to ${found - 1} are missing`;
// src/core/snapshot.ts
/**
* The same, aggregate by aggregate, sorted by stream: a state that no single text could hold, and that two
* implementations can compare line by line. The state hash is the SHA-256 of these lines (docs/log.md).
*/
function* stateLines(world) {
	for (const stream of streamsInOrder) if (stream === "host" || stream === "distribution") yield `${stream} ${canonical(world[stream])}`;
	else for (const [id, aggregate] of sorted$1(world[families[stream]])) yield `${stream}/${id} ${canonical(aggregate)}`;
}
/** The world that such lines tell. Only for lines that `stateLines` has made. */
const worldFromLines = (lines) => {
	const maps = Object.fromEntries(Object.values(families).map((name) => [name, /* @__PURE__ */ new Map()]));
	const singles = {};
	for (const line of lines) {
		const space = line.indexOf(" {");
		const slash = line.indexOf("/");
		const value = decode(JSON.parse(line.slice(space + 1)));
		if (slash < 0 || slash > space) singles[line.slice(0, space)] = value;
		else maps[families[line.slice(0, slash)]]?.set(line.slice(slash + 1, space), value);
	}
	const aggregates = {
		...Object.fromEntries(Object.entries(maps).map(([name, map]) => [name, PersistentMap.of(map)])),
		...singles
	};
	return {
		...aggregates,
		indexes: indexesOf(aggregates)
	};
};
/** Where the world keeps the aggregates of each stream. */
const families = {
	container: "containers",
	image: "images",
	layer: "layers",
	reference: "references",
	volume: "volumes",
	"write-layer": "writeLayers"
};
const streamsInOrder = [
	"container",
	"distribution",
	"host",
	"image",
	"layer",
	"reference",
	"volume",
	"write-layer"
];
const sorted$1 = (map) => [...map].sort(([a], [b]) => a < b ? -1 : 1);
const mapMark = "$map";
const recordMark = "$record";
/** Keys that mean something here, or to JavaScript; a record that has one of them is written as pairs. */
const special = /* @__PURE__ */ new Set([
	mapMark,
	recordMark,
	"__proto__"
]);
/** The same as text, keys in the order of their code units even where they are numbers, which an object would put first. */
const canonical = (value) => {
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
	if (value instanceof PersistentMap) return `{"${mapMark}":[${value.toJSON().map(([key, member]) => `[${JSON.stringify(key)},${canonical(member)}]`).join()}]}`;
	const members = Object.entries(value).filter(([, member]) => member !== void 0).sort(([a], [b]) => a < b ? -1 : 1);
	const isSpecial = members.some(([key]) => special.has(key));
	const texts = members.map(([key, member]) => isSpecial ? `[${JSON.stringify(key)},${canonical(member)}]` : `${JSON.stringify(key)}:${canonical(member)}`);
	return isSpecial ? `{"${recordMark}":[${texts.join()}]}` : `{${texts.join()}}`;
};
/** In place: what JSON.parse has just made belongs to nobody else. */
const decode = (value) => {
	if (typeof value !== "object" || value === null) return value;
	const { [mapMark]: map, [recordMark]: record } = value;
	if (map) return PersistentMap.of(map.map(([key, member]) => [key, decode(member)]));
	if (record) return Object.fromEntries(record.map(([key, member]) => [key, decode(member)]));
	const members = value;
	for (const key in members) {
		const member = members[key];
		if (typeof member === "object") members[key] = decode(member);
	}
	return value;
};
/** `undefined` when the lines are longer than that together. */
const hashOfState = (world, most) => {
	const hash = createHash("sha256");
	let length = 0;
	for (const line of stateLines(world)) {
		hash.update(`${line}\n`);
		length += line.length + 1;
		if (length > most) return void 0;
	}
	return hash.digest("hex");
};
/** A state that is longer takes as long to read as the log, and more memory (measured, docs/performance.md). */
const longestSnapshot = 104857600;
/** Worlds on disk beside a log, to begin a replay from. They are a cache: a replay from the first event gives the same. */
var Snapshots = class {
	dir;
	warn;
	constructor(dir, warn) {
		this.dir = dir;
		this.warn = warn;
	}
	/** The numbers of the events behind which there are snapshots, latest first. */
	numbers() {
		try {
			return readdirSync(this.dir).flatMap((name) => /^\d{1,15}\.snapshot$/.test(name) ? [Number.parseInt(name, 10)] : []).sort((a, b) => b - a);
		} catch {
			return [];
		}
	}
	/**
	* The snapshot behind that event, if it is sound and belongs to this very history: `hashAt` tells the log's hash
	* there. What does not fit is discarded with a warning.
	*/
	read(seq, hashAt) {
		const path = this.path(seq);
		try {
			const { header, state } = split(readFileSync(path));
			if (header.seq !== seq || header.format !== 1) throw new Error("it was made by another Plimsoll");
			if (header.hash !== hashAt(seq)) throw new Error("it belongs to another history");
			if (createHash("sha256").update(state).digest("hex") !== header.state) throw new Error("its state does not have the hash that it states");
			const { hash, now, commands } = header;
			return {
				world: worldFromLines(linesOf$2(state)),
				seq,
				hash,
				now,
				commands
			};
		} catch (error) {
			this.warn(`${path}: ${error instanceof Error ? error.message : error}; discarded`);
			this.discard(seq);
			return;
		}
	}
	/**
	* Answers how many bytes it took; `undefined` when the state is too big for one. That there is no room for it is no
	* error: it is only slower without.
	*/
	write({ world, ...where }) {
		const state = hashOfState(world, longestSnapshot);
		if (state === void 0) return void 0;
		const path = this.path(where.seq);
		const temporary = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
		try {
			mkdirSync(this.dir, { recursive: true });
			const header = {
				plimsoll: "snapshot",
				format: 1,
				...where,
				state
			};
			const bytes = writeLines(temporary, header, world);
			renameSync(temporary, path);
			return bytes;
		} catch {
			rmSync(temporary, { force: true });
			return 0;
		}
	}
	discard(seq) {
		try {
			rmSync(this.path(seq), { force: true });
		} catch {}
	}
	path(seq) {
		return join(this.dir, `${seq}.snapshot`);
	}
};
const newline = 10;
const split = (bytes) => {
	const end = bytes.indexOf(newline);
	if (end < 0) throw new Error("it is not whole");
	return {
		header: JSON.parse(bytes.toString("utf8", 0, end)),
		state: bytes.subarray(end + 1)
	};
};
function* linesOf$2(state) {
	for (let from = 0; from < state.length;) {
		const end = state.indexOf(newline, from);
		yield state.toString("utf8", from, end);
		from = end + 1;
	}
}
const pieceBytes = 1048576;
const writeLines = (path, header, world) => {
	const file = openSync(path, "wx");
	let bytes = 0;
	try {
		let text = `${JSON.stringify(header)}\n`;
		const put = () => {
			const piece = Buffer.from(text);
			for (let at = 0; at < piece.length;) at += writeSync(file, piece, at);
			bytes += piece.length;
			text = "";
		};
		for (const line of stateLines(world)) {
			text += `${line}\n`;
			if (text.length > pieceBytes) put();
		}
		put();
	} finally {
		closeSync(file);
	}
	return bytes;
};
// src/shell/log/open-world.ts
/** Before the first event. */
const atBeginning = {
	world: emptyWorld,
	seq: 0,
	hash: beforeFirst,
	now: epoch,
	commands: 0
};
/** Behind a state that is too big for a snapshot there is none any more. */
const ever = Number.POSITIVE_INFINITY;
/** A snapshot may be followed by the next one when the log has grown by this much of its size. */
const bytesPerEvent = 500;
const worldOf = (store, log, until, options = {}) => {
	if (log === "-") return foldOn(store, atBeginning, until, void 0, options.every ?? 2e4);
	const snapshots = new Snapshots(besideLog(log, "snapshots"), options.warn ?? (() => {}));
	const begin = nearest(store, snapshots, until);
	return foldOn(store, begin, until, snapshots, options.every ?? 2e4);
};
/** The latest snapshot that is not behind the point. */
const nearest = (store, snapshots, until) => {
	const numbers = snapshots.numbers();
	const end = numbers.length > 0 ? store.last()?.seq ?? 0 : 0;
	const hashAt = (seq) => {
		const [record] = seq > end ? [] : store.read({
			after: seq - 1,
			to: seq
		});
		return record && statedHash(record.text);
	};
	for (const seq of numbers) {
		if (until && "seq" in until && seq > until.seq) continue;
		const point = snapshots.read(seq, hashAt);
		if (point && !(until && "time" in until && point.now > until.time)) return point;
	}
	return atBeginning;
};
/** Folds what follows a point, a stretch at a time, with a snapshot after each stretch but the last. */
const foldOn = (store, begin, until, snapshots, every) => {
	const to = until && "seq" in until ? until.seq : void 0;
	if (to !== void 0 && to <= begin.seq) return begin;
	const supply = new Supply(linkedPages(store, {
		after: begin.seq,
		...to !== void 0 && { to }
	}, begin.hash), begin.hash);
	let point = begin;
	let length = every;
	for (let isMore = true; isMore;) {
		const stretch = new Stretch(point, supply, length, until);
		point = stretch.fold();
		isMore = stretch.isFull;
		if (isMore && snapshots) length = Math.max(every, (snapshots.write(point) ?? ever) / bytesPerEvent);
	}
	if (to !== void 0 && point.seq < to) throw new BadInput(`${store.name}: there is no event ${to}; the last is ${point.seq}`);
	return point;
};
const noEntries = {
	entries: [],
	hashAt: () => beforeFirst
};
/** Entries out of pages: a stretch may end in the middle of one. */
var Supply = class {
	pages;
	page = noEntries;
	at = 0;
	/** The hash behind the page before this one. */
	before;
	constructor(pages, hash) {
		this.pages = pages[Symbol.iterator]();
		this.before = hash;
	}
	/** The next one, which stays the next one until it is taken. */
	next() {
		while (this.at >= this.page.entries.length) {
			const hash = this.hash();
			const { value, done } = this.pages.next();
			this.before = hash;
			if (done) {
				[this.page, this.at] = [noEntries, 0];
				return;
			}
			[this.page, this.at] = [value, 0];
		}
		return this.page.entries[this.at];
	}
	take() {
		this.at += 1;
	}
	/** Behind the entry that was taken last. */
	hash() {
		return this.at === 0 ? this.before : this.page.hashAt(this.at - 1);
	}
};
/** So many events of a log, folded together. */
var Stretch = class {
	begin;
	supply;
	length;
	until;
	/** Whether it ended because it was long enough. */
	isFull = false;
	constructor(begin, supply, length, until) {
		this.begin = begin;
		this.supply = supply;
		this.length = length;
		this.until = until;
	}
	fold() {
		let { seq, now, commands } = this.begin;
		const { supply, until, length } = this;
		const first = seq;
		const full = () => {
			this.isFull = true;
		};
		const taken = function* () {
			while (seq - first < length) {
				const entry = supply.next();
				if (entry === void 0) return;
				if (until && "time" in until && entry.event.at > until.time) return;
				seq = entry.seq;
				if (entry.event.at > now) now = entry.event.at;
				if (entry.cause.n > commands) commands = entry.cause.n;
				yield entry;
				supply.take();
			}
			full();
		};
		return {
			world: foldEntries(taken(), this.begin.world),
			seq,
			hash: supply.hash(),
			now,
			commands
		};
	}
};
// src/shell/session.ts
const blobsInMemory = () => {
	const blobs = /* @__PURE__ */ new Map();
	return {
		get: (digest) => blobs.get(digest),
		put: (digest, bytes) => void blobs.set(digest, bytes)
	};
};
const beginning = instant(Date.UTC(2024, 0, 1));
/** What one command takes on the seeded clock. */
const step$1 = 100;
/**
* A world that goes on: it decides commands one after the other, writes what happened into its log, and keeps the
* clock. Opened on an existing log it goes on where that ends.
*/
var Session = class {
	current = emptyWorld;
	commands = 0;
	events = 0;
	clock;
	seed;
	isSeeded;
	log;
	onEntry;
	onDecision;
	blobs;
	constructor(options = {}) {
		this.isSeeded = options.seed !== void 0;
		this.seed = options.seed ?? randomUUID();
		this.clock = this.isSeeded ? beginning : instant(Date.now());
		this.blobs = options.blobs ?? blobsInMemory();
		this.onEntry = options.onEntry;
		this.onDecision = options.onDecision;
		const { log, sync = "command" } = options;
		this.log = log === void 0 ? void 0 : appendLog(log, {
			sync,
			warn: warnOnTerminal
		});
		try {
			if (log !== void 0) this.open(log);
			if (this.events === 0) this.install(options);
		} catch (error) {
			this.close();
			throw error;
		}
	}
	get world() {
		return this.current;
	}
	/** Events in the log so far. */
	get length() {
		return this.events;
	}
	/** Where the clock stands: the time of the latest thing that happened. */
	get now() {
		return this.clock;
	}
	/**
	* Decides, writes down and folds in. A refusal is an answer like any other. When another writer of the same log was
	* faster, the command is decided again, in the world that it finds now.
	*/
	perform(command) {
		for (;;) try {
			return this.tryOnce(command);
		} catch (error) {
			if (!(error instanceof Conflict) || !this.log) throw error;
			this.catchUp(this.log);
		}
	}
	tryOnce(command) {
		const n = this.commands + 1;
		const now = this.tick(n);
		const entropy = {
			now,
			seed: `${this.seed}/${n}`
		};
		const before = this.current;
		const context = {
			entropy,
			contents: this.blobs.get
		};
		const decision = decide(before, command, context);
		this.commands = n;
		this.clock = now;
		if (decision.accepted && decision.blobs) for (const [digest, bytes] of decision.blobs) this.blobs.put(digest, bytes);
		this.record(command, n, decision.events);
		this.onDecision?.({
			before,
			command,
			context,
			decision,
			after: this.current
		});
		return decision;
	}
	/** Time goes by. */
	pass(millis) {
		this.clock = later(this.clock, millis);
	}
	/** Brings bytes that a command will name by their digest. */
	bring(bytes) {
		const digest = digestOf$1(bytes);
		this.blobs.put(digest, bytes);
		return digest;
	}
	close() {
		this.log?.close();
	}
	/** Of two that begin a log at the same time, one installs the engine. */
	install({ profile = "docker-20.10", liveRestore = false }) {
		try {
			this.tryOnce({
				issuer: "host",
				type: "InstallEngine",
				profile,
				liveRestore
			});
		} catch (error) {
			if (!(error instanceof Conflict) || !this.log) throw error;
			this.catchUp(this.log);
		}
	}
	record(command, n, events) {
		if (events.length === 0) return;
		const { type, issuer } = command;
		const cause = {
			n,
			command: type,
			issuer,
			...issuer === "process" && { pid: command.pid }
		};
		const entries = events.map((event, at) => ({
			seq: this.events + at + 1,
			cause,
			event
		}));
		this.log?.append(entries);
		this.current = evolveAll(this.current, events);
		this.events += events.length;
		for (const { at } of events) if (at > this.clock) this.clock = at;
		if (this.onEntry) for (const entry of entries) this.onEntry(entry);
	}
	/** Counters and clock go on after the last event: an id is never given twice. */
	open(log) {
		if (!this.log) return;
		const { world, seq, hash, now, commands } = worldOf(this.log.store, log, void 0, { warn: warnOnTerminal });
		if (seq > 0) this.log.goOnBehind({
			seq,
			hash
		});
		this.current = world;
		this.events = seq;
		this.commands = commands;
		if (now > this.clock) this.clock = now;
	}
	/** Takes in what other writers of the log have done. */
	catchUp(log) {
		let { hash } = log.head();
		for (const linked of linkedEntries(log.store, { after: this.events }, hash)) {
			const { seq, cause, event } = linked.entry;
			hash = linked.hash;
			this.events = seq;
			this.current = evolveEntry(this.current, linked.entry);
			if (cause.n > this.commands) this.commands = cause.n;
			if (event.at > this.clock) this.clock = event.at;
			this.onEntry?.(linked.entry);
		}
		log.goOnBehind({
			seq: this.events,
			hash
		});
	}
	/** Time never stands still between two commands. The nanoseconds only look like chance. */
	tick(n) {
		if (this.isSeeded) return instant(millisOf(this.clock) + step$1, n * 7919017 % 1e6);
		const real = instant(Date.now());
		return real > this.clock ? real : later(this.clock, 1);
	}
};
// src/docker/docker.ts
/** The engine said no. */
var Refused = class extends Error {
	name = "Refused";
	rejection;
	constructor(rejection) {
		super(rejection.message);
		this.rejection = rejection;
	}
};
/** The client itself says no: the text is printed as it is. */
var Complaint = class extends Error {
	name = "Complaint";
	exitCode;
	constructor(message, exitCode = 1) {
		super(message);
		this.exitCode = exitCode;
	}
};
/** The engine's answer to a command; a refusal is thrown. */
const ask = async ({ machine }, command) => {
	const decision = await machine.perform(command);
	if (!decision.accepted) throw new Refused(decision.rejection);
	return decision.answer;
};
/** What Docker's client prints for an error. */
const errorText = (error) => {
	if (error instanceof Refused) return `Error response from daemon: ${error.message}`;
	if (error instanceof Complaint) return error.message;
	throw error;
};
/** A missing object is told by the client in its own words, where it looks before it asks. */
const orMissing = async (kind, reference, asking) => {
	try {
		return await asking;
	} catch (error) {
		if (error instanceof Refused && error.rejection.status === 404) throw new Complaint(`Error: No such ${kind}: ${reference}`);
		throw error;
	}
};
/** Does the same for each argument, goes on after errors, and prints them last. */
const forEach = async ({ out, err }, references, act) => {
	const errors = [];
	for (const reference of references) try {
		const line = await act(reference);
		if (line !== void 0) out(`${line}\n`);
	} catch (error) {
		errors.push(errorText(error));
	}
	if (errors.length > 0) err(`${errors.join("\n")}\n`);
	return errors.length > 0 ? 1 : 0;
};
// src/views/tree.ts
/** An image's file system: its layers under an empty upper. */
const unionOfImage = (world, image) => ({
	lower: lowerOf(world, topLayerOf(image)),
	upper: emptyTree()
});
/** Everything at and below a path, parents first, siblings bytewise; `undefined` when nothing is there. */
const tree = (union, path = "/") => {
	const found = resolve$1(union, path, root$3, true);
	if (isErrno(found)) return void 0;
	const at = pathOf(found);
	const rows = [];
	const own = rowOf(at === "" ? "/" : at, found);
	if (own) rows.push(own);
	if (found.inode.kind !== "directory") return rows;
	for (const { path: below, node } of walkMerged(union, found, at)) {
		const row = rowOf(below, node);
		if (row) rows.push(row);
	}
	return rows;
};
const pathOf = (node) => node.parent ? `${pathOf(node.parent)}/${node.name}` : "";
const rowOf = (path, { inode }) => {
	const { mode, uid, gid, mtime } = inode;
	const frame = {
		path,
		mode,
		uid,
		gid,
		size: sizeOf$2(inode),
		mtime
	};
	switch (inode.kind) {
		case "file": return {
			...frame,
			type: "file",
			digest: inode.content
		};
		case "symlink": return {
			...frame,
			type: "symlink",
			linkname: inode.target
		};
		case "device": return {
			...frame,
			type: inode.device,
			device: [inode.major, inode.minor]
		};
		case "whiteout": return;
		default: return {
			...frame,
			type: inode.kind
		};
	}
};
// src/shell/build.ts
/** Runs a Dockerfile step by step. A build that fails leaves the images of its steps, as the engine does. */
const buildImage = async (port, dockerfile, context, options = {}) => {
	const build = new Build(port, context, options);
	const error = await build.all(dockerfile);
	const image = build.state?.image;
	if (error) return {
		lines: build.lines,
		error
	};
	if (image === void 0) return {
		lines: build.lines,
		error: refusal("No image was generated. Is your Dockerfile empty?")
	};
	build.lines.push(`Successfully built ${shortId(image)}`);
	if (options.tag === void 0) return {
		lines: build.lines,
		image
	};
	const tagged = await port.perform({
		issuer: "client",
		type: "TagImage",
		image,
		repo: options.tag
	});
	if (!tagged.accepted) return {
		lines: build.lines,
		error: tagged.rejection
	};
	build.lines.push(`Successfully tagged ${options.tag.includes(":") ? options.tag : `${options.tag}:latest`}`);
	return {
		lines: build.lines,
		image
	};
};
const refusal = (message, status = 400) => ({
	code: "InvalidDockerfile",
	status,
	message
});
var Build = class {
	lines = [];
	state;
	stages = /* @__PURE__ */ new Map();
	count = 0;
	escapeChar = "\\";
	globals = [];
	stageName;
	port;
	context;
	options;
	constructor(port, context, options) {
		this.port = port;
		this.context = context;
		this.options = options;
	}
	async all(dockerfile) {
		const steps = this.parse(dockerfile);
		if (!Array.isArray(steps)) return steps;
		for (const [at, step] of steps.entries()) {
			this.lines.push(`Step ${at + 1}/${steps.length} : ${step.line.original}`);
			const error = await this.step(step.instruction);
			if (error) return error;
			this.lines.push(this.state?.image === void 0 ? " ---> " : ` ---> ${shortId(this.state.image)}`);
		}
	}
	/** Everything is parsed before anything runs. */
	parse(dockerfile) {
		const parsed = parseLines(dockerfile);
		if (isFlaw(parsed)) return refusal(parsed.flaw);
		this.escapeChar = parsed.escapeChar;
		const steps = [];
		for (const line of parsed.lines) {
			const instruction = instructionOf(line, parsed.escapeChar);
			if (isFlaw(instruction)) return refusal(`dockerfile parse error line ${line.number}: ${instruction.flaw}`);
			if (steps.every((it) => it.instruction.word === "ARG") && !["FROM", "ARG"].includes(instruction.word)) return refusal("no build stage in current context");
			steps.push({
				line,
				instruction
			});
		}
		return steps;
	}
	step(instruction) {
		if (instruction.word === "FROM") return this.from(instruction.image, instruction.name);
		if (this.state) return this.inStage(this.state, instruction);
		if (instruction.word === "ARG") {
			const byDefault = expand(instruction.value ?? "", this.globals, this.escapeChar);
			if (typeof byDefault !== "string") return Promise.resolve(refusal(byDefault.flaw));
			const value = this.options.buildArgs?.[instruction.name] ?? (instruction.value === void 0 ? void 0 : byDefault);
			if (value !== void 0) this.globals.push(`${instruction.name}=${value}`);
		}
		return Promise.resolve(void 0);
	}
	async from(typed, name) {
		this.closeStage();
		const expanded = expand(typed, this.globals, this.escapeChar);
		if (typeof expanded !== "string") return refusal(expanded.flaw);
		const from = this.stages.get(expanded) ?? expanded;
		const { buildArgs, noCache } = this.options;
		const command = {
			issuer: "client",
			type: "BeginStage",
			from,
			...buildArgs && { buildArgs },
			...noCache !== void 0 && { noCache }
		};
		const begun = await this.port.perform(command);
		if (!begun.accepted) return begun.rejection;
		const { state, triggers } = begun.answer;
		this.state = state;
		this.stageName = name;
		return this.onBuild(triggers);
	}
	/** A stage can be named by its name and by its number. */
	closeStage() {
		if (!this.state) return;
		if (this.state.image !== void 0) {
			this.stages.set(String(this.count), this.state.image);
			if (this.stageName !== void 0) this.stages.set(this.stageName, this.state.image);
		}
		this.count += 1;
	}
	async onBuild(triggers) {
		for (const trigger of triggers) {
			const steps = this.parse(`FROM scratch\n${trigger}`);
			if (!Array.isArray(steps)) return steps;
			for (const { instruction } of steps.slice(1)) {
				const error = await this.step(instruction);
				if (error) return error;
			}
		}
	}
	async inStage(state, instruction) {
		const command = {
			issuer: "client",
			type: "BuildStep",
			state,
			instruction,
			escapeChar: this.escapeChar
		};
		const files = instruction.word === "COPY" || instruction.word === "ADD" ? { context: this.filesFor(instruction.from) } : {};
		const decision = await this.port.perform({
			...command,
			...files
		});
		if (!decision.accepted) return decision.rejection;
		const stepped = decision.answer;
		if (stepped.run) return this.finish(stepped.state, stepped.run);
		if (stepped.cached) this.lines.push(" ---> Using cache");
		if (stepped.container !== void 0) this.tellContainer(stepped.container);
		this.state = stepped.state;
	}
	filesFor(from) {
		return from === void 0 ? this.context : this.port.filesOf(this.stages.get(from.toLowerCase()) ?? from);
	}
	async finish(state, { container, config }) {
		this.lines.push(` ---> Running in ${shortId(container)}`);
		const code = await this.port.run(container, (line) => this.lines.push(line));
		if (typeof code !== "number") return code;
		if (code !== 0) return {
			code: "BuildFailed",
			status: 200,
			message: `The command '${(config.Cmd ?? []).filter((_, at, all) => !all[0]?.startsWith("|") || at > Number(all[0].slice(1))).join(" ")}' returned a non-zero code: ${code}`
		};
		const decision = await this.port.perform({
			issuer: "client",
			type: "CommitBuildStep",
			state,
			container,
			config
		});
		if (!decision.accepted) return decision.rejection;
		this.lines.push(`Removing intermediate container ${shortId(container)}`);
		this.state = decision.answer.state;
	}
	tellContainer(container) {
		this.lines.push(` ---> Running in ${shortId(container)}`, `Removing intermediate container ${shortId(container)}`);
	}
};
// src/shell/load/load-image.ts
/**
* Takes in a `docker save` archive or an OCI layout, as a tar or as a directory. Everything is read and checked before
* anything is kept: a bad archive leaves no trace and throws `BadInput`.
*/
const loadImage = async (path, session) => {
	const archive = openArchive(path);
	const staged = /* @__PURE__ */ new Map();
	let kept = false;
	try {
		const images = [];
		for (const plan of plannedImages(archive)) images.push(await readImage(archive, plan, session, staged));
		for (const { layer, sink } of staged.values()) sink.keep(layer);
		const layers = [...staged.values()].map(({ layer: { slices: _, ...content } }) => content);
		const decision = session.perform({
			issuer: "client",
			type: "LoadImage",
			images,
			layers
		});
		if (!decision.accepted) throw new BadInput(`${path}: ${decision.rejection.message}`);
		kept = true;
		return decision.answer;
	} catch (error) {
		throw asBadInput(error, path);
	} finally {
		if (!kept) for (const { sink } of staged.values()) sink.drop();
	}
};
/** A layer is read once, and not at all when its chain is registered, as in the engine. */
const readImage = async (archive, { config: member, layers, repoTags, parent }, session, staged) => {
	const config = readText(archive, member);
	const read = readImageConfig(config);
	const expected = "flaw" in read ? [] : read.diffIds;
	const chains = chainIdsOf(expected);
	const diffIds = [];
	for (const [at, layer] of expected.length === layers.length ? layers.entries() : []) {
		const chain = chains[at];
		const here = expected[at];
		if (here !== void 0 && chain !== void 0 && session.world.layers.has(chain)) diffIds.push(here);
		else diffIds.push(await diffIdOf(archive, layer, session, staged));
	}
	return {
		config,
		layers: expected.length === layers.length ? diffIds : layers.map(() => ""),
		repoTags,
		...parent !== void 0 && { parent }
	};
};
const diffIdOf = async ({ path }, { member, digest }, { blobs }, staged) => {
	const key = `${member.file}:${member.offset}`;
	const before = staged.get(key);
	if (before) return before.layer.diffId;
	const read = await readLayer(path, member, digest, blobs);
	staged.set(key, read);
	return read.layer.diffId;
};
/** What the operating system says of a file belongs to the input too. */
const asBadInput = (error, path) => {
	const code = error.code;
	return !(error instanceof BadInput) && code?.startsWith("E") && "syscall" in error ? new BadInput(`${path}: ${error.message}`) : error;
};
// src/core/images/legacy-id.ts
/**
* An image's layers by their legacy ids, base first. Only the top one knows the image's config; the id is the hash of
* its JSON without id and parent, with the chain id in their place (measured, docs/facts.md).
*/
const legacyLayers = (config) => {
	const layers = [];
	for (const [at, chainId] of chainIdsOf(config.diffIds).entries()) {
		const diffId = config.diffIds[at];
		if (diffId === void 0) break;
		const fields = at === config.diffIds.length - 1 ? topFields(config) : lowerFields;
		const parent = layers.at(-1)?.id;
		const id = sha256Hex(goMap([...fields, ...position(chainId, parent)]));
		layers.push({
			id,
			diffId,
			json: jsonOf(id, parent, fields, config.os)
		});
	}
	return layers;
};
/** Keys in the order of Go's struct. */
const keys = [
	"comment",
	"created",
	"container",
	"container_config",
	"docker_version",
	"author",
	"config",
	"architecture",
	"variant",
	"os"
];
const topFields = (config) => configFields(config).filter(([key]) => keys.includes(key));
const lowerFields = [["created", goString(rfc3339Nano(epoch))], ["container_config", writeContainerConfig({})]];
const position = (layer, parent) => [["layer_id", goString(layer)], ...parent === void 0 ? [] : [["parent", goString(`sha256:${parent}`)]]];
const jsonOf = (id, parent, fields, os) => {
	const known = new Map([...fields, ["os", goString(os)]]);
	return goStruct([
		["id", goString(id)],
		["parent", parent === void 0 ? void 0 : goString(parent)],
		...keys.map((key) => [key, known.get(key)])
	]);
};
// src/shell/save.ts
/**
* The archive of `docker save` in the layout of 20.10, piece by piece: byte for byte what the engine writes of the same
* images. A layer whose tar is not at hand is packed again as a commit would pack it.
*/
function* saveArchive(world, saved, blobs) {
	const layers = new Map([...world.layers.values()].map((layer) => [layer.diffId, layer]));
	for (const { name, mtime, content, ...more } of membersOf(world, saved)) {
		const bytes = content === void 0 ? none$1 : typeof content === "string" ? bytesOf$2(content) : tarOf(content, layers, blobs);
		yield encodeHeader({
			...frame,
			...more,
			name,
			mtime,
			size: bytes.length
		});
		yield bytes;
		yield new Uint8Array(paddingOf(bytes.length));
	}
	yield /* @__PURE__ */ new Uint8Array(1024);
}
const none$1 = /* @__PURE__ */ new Uint8Array();
const frame = {
	uid: 0,
	gid: 0,
	uname: "root",
	gname: "root",
	devmajor: 0,
	devminor: 0,
	linkname: ""
};
const tarOf = ({ diffId }, layers, blobs) => blobs(diffId) ?? writeLayerTar(known$1(layers.get(diffId), `layer ${diffId}`).tree, blobs).bytes;
/** All members in the order of a walk over the directory that the engine fills. */
const membersOf = (world, saved) => {
	const members = /* @__PURE__ */ new Map();
	const put = (member) => {
		if (!members.has(member.name)) members.set(member.name, member);
	};
	const written = /* @__PURE__ */ new Map();
	const images = saved.map(({ id, tags }) => ({
		image: known$1(world.images.get(id), `image ${id}`),
		tags
	}));
	for (const { image } of images) {
		const mtime = timeOf(image);
		for (const { id, diffId, json } of legacyLayers(image.config)) {
			if (members.has(`${id}/`)) continue;
			const first = written.get(diffId);
			written.set(diffId, first ?? id);
			put(directory(`${id}/`, mtime));
			put(file(`${id}/VERSION`, "1.0", mtime));
			put(file(`${id}/json`, json, mtime));
			put(first === void 0 ? file(`${id}/layer.tar`, { diffId }, mtime) : link(`${id}/layer.tar`, `../${first}/layer.tar`, mtime));
		}
		put(file(`${hexOf$1(image.id)}.json`, image.bytes, mtime));
	}
	put(file("manifest.json", `${manifestOf(images)}\n`, epoch));
	const repositories = repositoriesOf(images);
	if (repositories !== void 0) put(file("repositories", `${repositories}\n`, epoch));
	return [...members.values()].sort((a, b) => compareNames(a.name, b.name));
};
const timeOf = ({ config }) => wholeSecond(parseInstant(config.created ?? "") ?? epoch);
const directory = (name, mtime) => ({
	name,
	type: "5",
	mode: 16877,
	mtime
});
const file = (name, content, mtime) => ({
	name,
	type: "0",
	mode: 33188,
	mtime,
	content
});
const link = (name, linkname, mtime) => ({
	name,
	type: "2",
	mode: 41471,
	mtime,
	linkname
});
const manifestOf = (images) => {
	const ids = new Set(images.map(({ image }) => image.id));
	return `[${images.map(({ image, tags }) => goStruct([
		["Config", goString(`${hexOf$1(image.id)}.json`)],
		["RepoTags", tags.length > 0 ? goList(tags) : "null"],
		["Layers", goList(legacyLayers(image.config).map(({ id }) => `${id}/layer.tar`))],
		["Parent", image.parent !== void 0 && ids.has(image.parent) ? goString(image.parent) : void 0]
	])).join(",")}]`;
};
/** Name, tag, and the legacy id of the top layer; there is none for images that were asked for by id. */
const repositoriesOf = (images) => {
	const repositories = /* @__PURE__ */ new Map();
	for (const { image, tags } of images) {
		const top = legacyLayers(image.config).at(-1)?.id ?? "";
		for (const tag of tags) {
			const named = partsOf(tag);
			const name = familiarName(named);
			repositories.set(name, [...repositories.get(name) ?? [], [named.tag ?? "latest", goString(top)]]);
		}
	}
	return repositories.size === 0 ? void 0 : goMap([...repositories].map(([name, tags]) => [name, goMap(tags)]));
};
// src/shell/run/archives.ts
/** Loading, saving and building for one machine; new blobs go to `store`. */
const archivesOf = (machine, store) => ({
	load: async (path) => {
		const session = {
			get world() {
				return machine.world;
			},
			perform: machine.act.bind(machine),
			blobs: store
		};
		try {
			return await fromFile(path, (file) => loadImage(file, session));
		} catch (error) {
			if (!(error instanceof BadInput)) throw error;
			throw new Complaint(error.message.replace(/^[^:]*: /, ""));
		}
	},
	save: (images) => saveArchive(machine.world, images, (digest) => machine.contents(digest)),
	build: ({ dockerfile, context, tag, buildArgs, noCache }) => buildImage({
		perform: (command) => machine.perform(command),
		run: (container, say) => runToItsEnd(machine, container, say),
		filesOf: (image) => filesOf(machine, image)
	}, dockerfile, context, {
		buildArgs,
		noCache,
		...tag !== void 0 && { tag }
	})
});
/** What comes through standard input is kept in a file as long as it is read. */
const fromFile = async (path, use) => {
	if (path !== void 0) return use(path);
	const directory = mkdtempSync(join(tmpdir(), "plimsoll-"));
	try {
		const file = join(directory, "image.tar");
		writeFileSync(file, readFileSync(0));
		return await use(file);
	} finally {
		rmSync(directory, { recursive: true });
	}
};
const runToItsEnd = async (machine, id, say) => {
	let code;
	const stop = machine.watch((event) => {
		if (event.stream !== "container" || event.id !== id) return;
		if (event.type === "OutputPrinted") for (const line of event.text.replace(/\n$/, "").split("\n")) say(line);
		if (event.type === "ContainerDied") code = event.exitCode;
	});
	try {
		const started = await machine.perform({
			issuer: "client",
			type: "StartContainer",
			container: id
		});
		if (!started.accepted) return started.rejection;
		await machine.until(() => code !== void 0);
		return code ?? 0;
	} finally {
		stop();
	}
};
/** Everything that an image shows, for `COPY --from`. */
const filesOf = ({ world }, reference) => {
	const found = findImage(world, reference);
	if (!("image" in found)) return [];
	return (tree(unionOfImage(world, found.image)) ?? []).flatMap((row) => entryOf(row));
};
const entryOf = ({ path, type, mode, uid, gid, mtime, ...row }) => {
	const name = path.replace(/^\//, "");
	const common = {
		mode,
		uid,
		gid,
		mtime
	};
	if (type === "directory") return [{
		path: name,
		node: {
			kind: "directory",
			...common
		}
	}];
	if (type === "symlink") return [{
		path: name,
		node: {
			kind: "symlink",
			target: row.linkname ?? "",
			...common
		}
	}];
	const content = row.digest ?? "";
	if (type !== "file" || !isDigest(content)) return [];
	return [{
		path: name,
		node: {
			kind: "file",
			content,
			size: row.size,
			...common
		}
	}];
};
// src/shell/run/host-files.ts
/** The files of this machine, as the docker client uses them. */
const hostFiles = {
	read: (path) => readFileSync(path),
	write: (path, bytes, mode) => {
		writeFileSync(path, bytes);
		if (mode !== void 0) chmodSync(path, mode);
	},
	look: (path, follow = false) => {
		const found = (follow ? statSync : lstatSync)(path, { throwIfNoEntry: false });
		return found && shown$2(path, found);
	},
	list: (path) => readdirSync(path).sort(),
	makeDirectory: (path, mode) => void mkdirSync(path, {
		recursive: true,
		mode
	}),
	link: (path, target) => {
		rmSync(path, { force: true });
		symlinkSync(target, path);
	}
};
const shown$2 = (path, found) => {
	const common = {
		mode: found.mode & 4095,
		mtime: instant(Math.trunc(found.mtimeMs))
	};
	if (found.isDirectory()) return {
		kind: "directory",
		...common
	};
	if (found.isSymbolicLink()) return {
		kind: "symlink",
		target: readlinkSync(path),
		...common
	};
	return {
		kind: found.isFile() ? "file" : "other",
		...common
	};
};
// src/docker/template/go-type.ts
/** Go's name of a value's type, for values that stand for a struct. */
const goType = Symbol("goType");
/** What a Go map gives for a key that it has not, for values that stand for such a map; JSON's own objects have none. */
const mapZero = Symbol("mapZero");
// src/docker/template/print.ts
/** A value of Go's that is nil and has a type: an empty list or map prints as such, and is `null` in JSON. */
var Nil = class {
	shown;
	[mapZero];
	constructor(shown, zero) {
		this.shown = shown;
		if (zero !== void 0) this[mapZero] = zero;
	}
	toJSON() {
		return null;
	}
};
/** Go's `struct{}{}`, of which sets of paths and ports are made. */
var EmptyStruct = class {
	shown = "{}";
	toJSON() {
		return {};
	}
};
/** What Go's `fmt` prints for `%v`: maps with sorted keys, lists in brackets. */
const printValue = (value) => {
	if (value === void 0 || value === null) return "<no value>";
	if (typeof value === "string") return value;
	if (value instanceof Nil || value instanceof EmptyStruct) return value.shown;
	if (Array.isArray(value)) return `[${value.map(printInner).join(" ")}]`;
	if (typeof value === "object") return `map[${sortedEntries(value).map(([k, v]) => `${k}:${printInner(v)}`).join(" ")}]`;
	return String(value);
};
const printInner = (value) => value === void 0 || value === null ? "<nil>" : printValue(value);
const sortedEntries = (value) => Object.entries(value).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
/** Go's `encoding/json`: no spaces, and `<`, `>`, `&` written as escapes unless told otherwise. */
const goJson = (value, escapesHtml = true) => {
	const text = JSON.stringify(value ?? null);
	return escapesHtml ? escapeHtml(text) : text;
};
const escapeHtml = (json) => json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
/** Go's `Printf` for the verbs that templates use. */
const sprintf = (format, values) => {
	let next = 0;
	const text = format.replace(/%([-+# 0]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g, (_, flags, width, precision, verb) => {
		if (verb === "%") return "%";
		if (next >= values.length) return `%!${verb}(MISSING)`;
		const shown = verbatim(verb, values[next++], flags, precision);
		const size = Number(width ?? 0);
		return flags.includes("-") ? shown.padEnd(size) : shown.padStart(size, flags.includes("0") ? "0" : " ");
	});
	const extra = values.slice(next);
	return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.map((it) => `${typeName(it)}=${printValue(it)}`).join(", ")})`;
};
const verbatim = (verb, value, flags, precision) => {
	if (value === void 0 || value === null) return verb === "v" ? "<nil>" : `%!${verb}(<nil>)`;
	switch (verb) {
		case "s":
		case "v": return precision === void 0 ? printValue(value) : printValue(value).slice(0, Number(precision));
		case "d": return typeof value === "number" ? `${flags.includes("+") && value >= 0 ? "+" : ""}${Math.trunc(value)}` : wrong(verb, value);
		case "q": return JSON.stringify(printValue(value));
		case "x": return typeof value === "number" ? value.toString(16) : [...new TextEncoder().encode(printValue(value))].map((b) => b.toString(16).padStart(2, "0")).join("");
		case "o": return typeof value === "number" ? value.toString(8) : wrong(verb, value);
		case "f": return typeof value === "number" ? value.toFixed(Number(precision ?? 6)) : wrong(verb, value);
		case "t": return typeof value === "boolean" ? String(value) : wrong(verb, value);
		case "T": return typeName(value);
		default: return wrong(verb, value);
	}
};
const wrong = (verb, value) => `%!${verb}(${typeName(value)}=${printValue(value)})`;
const typeName = (value) => {
	if (value === void 0 || value === null) return "<nil>";
	if (typeof value === "number") return Number.isInteger(value) ? "int" : "float64";
	if (typeof value === "boolean") return "bool";
	if (Array.isArray(value)) return "[]interface {}";
	return typeof value === "object" ? "map[string]interface {}" : "string";
};
// src/docker/template/syntax.ts
/** What is wrong with a template; the message is Go's. One that ran knows where it stumbled. */
var TemplateError = class extends Error {
	name = "TemplateError";
	where;
	constructor(message, where) {
		super(message);
		this.where = where;
	}
	/** Found before anything ran. */
	get isParsing() {
		return this.where === void 0;
	}
	/** As Go prints it for a template of this name. */
	located(template = "") {
		if (this.where === void 0) return `template: ${template}:1: ${this.message}`;
		const { at, source } = this.where;
		return `template: ${template}:1:${at}: executing "${template}" at <${source}>: ${this.message}`;
	}
};
// src/docker/template/functions.ts
const text$1 = (value) => printValue(value);
const word = (value) => {
	if (value === void 0 || value === null) throw new TemplateError("invalid value; expected string");
	return text$1(value);
};
const number = (value) => typeof value === "number" ? value : Number(value);
/** Go's notion of an empty value: `if`, `with`, `and`, `or`, `not` go by it. */
const isTrue = (value) => {
	if (value instanceof Nil) return false;
	if (value instanceof EmptyStruct) return true;
	if (value === void 0 || value === null || value === false || value === 0 || value === "") return false;
	if (Array.isArray(value)) return value.length > 0;
	return typeof value !== "object" || Object.keys(value).length > 0;
};
const compare = (a, b) => {
	if (typeof a === "number" && typeof b === "number") return a - b;
	if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
	throw new TemplateError("incompatible types for comparison");
};
const same = (a, b) => {
	if (typeof a !== typeof b && a !== void 0 && b !== void 0) throw new TemplateError("incompatible types for comparison");
	return a === b;
};
const lengthOf = (value) => {
	if (typeof value === "string") return new TextEncoder().encode(value).length;
	if (value instanceof Nil) return 0;
	if (Array.isArray(value)) return value.length;
	if (value !== null && typeof value === "object") return Object.keys(value).length;
	throw new TemplateError(`len of ${value === void 0 || value === null ? "nil pointer" : `type ${typeName(value)}`}`);
};
const indexed = (value, keys) => keys.reduce((inner, key, depth) => {
	if (Array.isArray(inner)) {
		if (typeof key !== "number") throw new TemplateError(`cannot index slice/array with type ${typeName(key)}`);
		const at = key;
		if (at < 0 || at > inner.length) throw new TemplateError(`index out of range: ${at}`);
		if (at === inner.length) throw new TemplateError("reflect: slice index out of range");
		return inner[at];
	}
	if (typeof inner === "string") {
		if (typeof key !== "number") throw new TemplateError(`cannot index slice/array with type ${typeName(key)}`);
		return inner.charCodeAt(key);
	}
	if (inner !== null && typeof inner === "object" && goType in inner) throw new TemplateError(`can't index item of type ${String(inner[goType]).replace(/^\*/, "")}`);
	if (inner !== null && typeof inner === "object" && typeof key !== "string") throw new TemplateError(`value has type ${typeName(key)}; should be string`);
	if (inner !== null && typeof inner === "object") {
		if (Object.hasOwn(inner, text$1(key))) return inner[text$1(key)];
		return mapZero in inner ? inner[mapZero] : void 0;
	}
	throw new TemplateError(depth > 0 ? "index of nil pointer" : "index of untyped nil");
}, value);
const sliced = ([value, from = 0, to]) => {
	if (typeof value !== "string" && !Array.isArray(value)) throw new TemplateError("can't slice item");
	const end = to === void 0 ? value.length : number(to);
	if (number(from) > end || end > value.length) throw new TemplateError(`index out of range: ${Math.max(number(from), end)}`);
	return value.slice(number(from), end);
};
const title = (value) => value.replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_, a, b) => a + b.toUpperCase());
const padded = ([value, left, right]) => text$1(value) === "" ? "" : " ".repeat(number(left)) + text$1(value) + " ".repeat(number(right));
const htmlEscapes = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&#34;",
	"'": "&#39;"
};
/** Go's built-in functions and those that Docker's command line adds. */
const functions = {
	and: (...args) => args.find((it) => !isTrue(it)) ?? args.at(-1),
	or: (...args) => args.find(isTrue) ?? args.at(-1),
	call: (value) => {
		throw new TemplateError(`non-function of type ${typeName(value)}`);
	},
	not: (value) => !isTrue(value),
	len: lengthOf,
	index: (value, ...keys) => indexed(value, keys),
	slice: (...args) => sliced(args),
	print: (...args) => args.reduce((all, it, at) => {
		return `${all}${at > 0 && typeof it !== "string" && typeof args[at - 1] !== "string" ? " " : ""}${text$1(it)}`;
	}, ""),
	printf: (format, ...args) => sprintf(text$1(format), args),
	println: (...args) => `${args.map(text$1).join(" ")}\n`,
	html: (...args) => text$1(args[0]).replace(/[&<>"']/g, (char) => htmlEscapes[char] ?? char),
	urlquery: (...args) => encodeURIComponent(args.map(text$1).join("")).replaceAll("%20", "+"),
	js: (...args) => JSON.stringify(args.map(text$1).join("")).slice(1, -1),
	eq: (first, ...others) => others.some((it) => same(first, it)),
	ne: (a, b) => !same(a, b),
	lt: (a, b) => compare(a, b) < 0,
	le: (a, b) => compare(a, b) <= 0,
	gt: (a, b) => compare(a, b) > 0,
	ge: (a, b) => compare(a, b) >= 0,
	json: (value) => goJson(value, typeof value === "object" && value !== null && goType in value),
	split: (value, separator) => word(value).split(text$1(separator)),
	join: (list, separator) => Array.isArray(list) ? list.map(text$1).join(text$1(separator)) : text$1(list),
	title: (value) => title(word(value)),
	lower: (value) => word(value).toLowerCase(),
	upper: (value) => word(value).toUpperCase(),
	pad: (...args) => padded(args),
	padlen: (...args) => padded(args),
	truncate: (value, size) => [...word(value)].slice(0, number(size)).join("")
};
// src/docker/template/scan.ts
/** Splits a template at its `{{` and `}}`; trim marks (`{{-`, `-}}`) are applied, comments taken out. */
const piecesOf = (template) => {
	const pieces = [];
	let rest = template;
	let trimNext = false;
	for (;;) {
		const open = rest.indexOf("{{");
		const plain = open < 0 ? rest : rest.slice(0, open);
		const trimEnd = open >= 0 && /^\{\{-\s/.test(rest.slice(open));
		const text = trimmed(plain, trimNext, trimEnd);
		const from = template.length - rest.length;
		if (text !== "") pieces.push({
			kind: "text",
			source: text,
			start: from
		});
		if (open < 0) return pieces;
		const start = open + (trimEnd ? 3 : 2);
		const opened = rest.slice(start).trimStart();
		if (opened.startsWith("/*") && !opened.includes("*/")) throw new TemplateError("unclosed comment");
		const close = closeOf(rest, start);
		const inside = rest.slice(start, close);
		trimNext = /\s-$/.test(inside);
		const source = (trimNext ? inside.slice(0, -1) : inside).trim();
		const blanks = inside.length - inside.trimStart().length;
		if (!source.startsWith("/*")) pieces.push({
			kind: "action",
			source,
			start: from + start + blanks
		});
		rest = rest.slice(close + 2);
	}
};
const trimmed = (text, start, end) => {
	const left = start ? text.trimStart() : text;
	return end ? left.trimEnd() : left;
};
/** Where the action ends; `}}` inside a quoted text does not count. */
const closeOf = (text, start) => {
	let quote = "";
	for (let at = start; at < text.length; at++) {
		const char = text[at] ?? "";
		if (quote !== "") {
			if (char === "\\" && quote === "\"") at++;
			else if (char === quote) quote = "";
		} else if (char === "\"" || char === "`") quote = char;
		else if (text.startsWith("}}", at)) return at;
	}
	if (quote !== "") throw new TemplateError("unterminated quoted string");
	throw new TemplateError(text.includes("}", start) ? "unexpected \"}\" in operand" : "unclosed action");
};
const pattern = /(\s*)(?:("(?:[^"\\]|\\.)*"|`[^`]*`)|(:=|[()|,=])|(\$?[\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)+|\.|\$[\p{L}\p{N}_]*|[-+]?[\p{L}\p{N}_]+(?:\.\p{N}+)?))/uy;
/** The words of one action. */
const tokensOf = (source, start = 0) => {
	const tokens = [];
	pattern.lastIndex = 0;
	while (pattern.lastIndex < source.length) {
		const from = pattern.lastIndex;
		const found = pattern.exec(source);
		if (!found) {
			if (source.slice(from).trim() === "") break;
			const odd = source.slice(from).trim()[0] ?? "";
			throw new TemplateError(`unexpected ${JSON.stringify(odd)} in ${/[{}]/.test(odd) ? "operand" : "command"}`);
		}
		const [, space = "", quoted, symbol, word] = found;
		const place = {
			spaced: space !== "",
			at: start + from + space.length
		};
		if (quoted !== void 0) tokens.push({
			kind: "string",
			text: unquoted(quoted),
			...place
		});
		else if (symbol !== void 0) tokens.push({
			kind: "symbol",
			text: symbol,
			...place
		});
		else tokens.push({
			kind: "word",
			text: word ?? "",
			...place
		});
	}
	return tokens;
};
const escapes = {
	n: "\n",
	t: "	",
	r: "\r",
	"\\": "\\",
	"\"": "\"",
	"'": "'"
};
const unquoted = (text) => text.startsWith("`") ? text.slice(1, -1) : text.slice(1, -1).replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/g, (all, x, u, other) => x ?? u ? String.fromCharCode(Number.parseInt(x ?? u ?? "", 16)) : escapes[other ?? ""] ?? all);
// src/docker/template/parse.ts
/** Parses a Go template; throws `TemplateError` with Go's words. */
const parseTemplate = (template) => {
	const pieces = piecesOf(template);
	const named = /* @__PURE__ */ new Map();
	let at = 0;
	let loops = 0;
	const nodes = (inside) => {
		const list = [];
		while (at < pieces.length) {
			const piece = pieces[at++];
			if (piece === void 0) break;
			if (piece.kind === "text") {
				list.push({
					kind: "text",
					text: piece.source
				});
				continue;
			}
			const tokens = tokensOf(piece.source, piece.start);
			const first = tokens[0]?.text;
			if (tokens[0]?.kind === "word" && (first === "end" || first === "else")) {
				if (inside === void 0) throw new TemplateError(`unexpected {{${first}}}`);
				return {
					list,
					end: piece.source
				};
			}
			if (first === "if" || first === "with" || first === "range") list.push(block(first, tokens.slice(1)));
			else if (first === "break" || first === "continue") {
				if (loops === 0) throw new TemplateError(`{{${first}}} outside {{range}}`);
				list.push({ kind: first });
			} else if (first === "define") named.set(nameIn(tokens, first), nodes(first).list);
			else if (first === "template" || first === "block") {
				const name = nameIn(tokens, first);
				const rest = tokens.slice(2);
				const pipeline = rest.length > 0 ? pipelineOf(rest, first) : void 0;
				if (first === "block") named.set(name, nodes(first).list);
				const place = {
					at: tokens[1]?.at ?? 0,
					source: `{{${piece.source}}}`
				};
				list.push({
					kind: "template",
					name,
					...place,
					...pipeline && { pipeline }
				});
			} else list.push({
				kind: "action",
				pipeline: pipelineOf(tokens, "command")
			});
		}
		if (inside !== void 0) throw new TemplateError("unexpected EOF");
		return {
			list,
			end: ""
		};
	};
	const block = (kind, tokens) => {
		const pipeline = pipelineOf(tokens, kind);
		if (kind === "range") loops++;
		const body = nodes(kind);
		if (kind === "range") loops--;
		if (body.end === "end") return {
			kind,
			pipeline,
			body: body.list,
			otherwise: []
		};
		const further = /^else\s+(if|with)\s+(.*)$/s.exec(body.end);
		if (further) return {
			kind,
			pipeline,
			body: body.list,
			otherwise: [block(further[1] === "with" ? "with" : "if", tokensOf(further[2] ?? ""))]
		};
		return {
			kind,
			pipeline,
			body: body.list,
			otherwise: nodes(kind).list
		};
	};
	return {
		nodes: nodes(void 0).list,
		named
	};
};
const nameIn = (tokens, clause) => {
	const name = tokens[1];
	if (name?.kind !== "string") throw new TemplateError(`unexpected ${JSON.stringify(name?.text ?? "")} in ${clause} clause`);
	return name.text;
};
const pipelineOf = (tokens, context) => {
	if (tokens.length === 0) throw new TemplateError(`missing value for ${context}`);
	const { variables, assigns, rest } = bindingOf(tokens);
	const commands = [{
		operands: [],
		at: rest[0]?.at ?? 0
	}];
	for (let at = 0; at < rest.length;) {
		const token = rest[at];
		if (token?.kind === "symbol" && token.text === "|") {
			at++;
			commands.push({
				operands: [],
				at: rest[at]?.at ?? 0
			});
			continue;
		}
		const [operand, next] = operandAt(rest, at);
		commands.at(-1)?.operands.push(operand);
		at = next;
	}
	if (commands.some(({ operands }) => operands.length === 0)) throw new TemplateError(`missing value for ${context}`);
	return {
		variables,
		assigns,
		commands: commands.map((it) => ({
			...it,
			source: it.operands.map(({ source }) => source).join(" ")
		}))
	};
};
const bindingOf = (tokens) => {
	const sign = tokens.findIndex(({ kind, text }) => kind === "symbol" && (text === ":=" || text === "="));
	if (sign < 0) return {
		variables: [],
		assigns: false,
		rest: tokens
	};
	return {
		variables: tokens.slice(0, sign).flatMap(({ kind, text }) => kind === "word" ? [text] : []),
		assigns: tokens[sign]?.text === "=",
		rest: tokens.slice(sign + 1)
	};
};
const operandAt = (tokens, at) => {
	const token = tokens[at];
	if (token === void 0) throw new TemplateError("unexpected EOF");
	if (token.kind === "string") return [{
		kind: "literal",
		value: token.text,
		source: JSON.stringify(token.text),
		at: token.at
	}, at + 1];
	if (token.kind === "symbol") return groupAt(tokens, at);
	return [wordOperand(token.text, token.at), at + 1];
};
const groupAt = (tokens, at) => {
	if (tokens[at]?.text !== "(") throw new TemplateError(`unexpected ${JSON.stringify(tokens[at]?.text)} in operand`);
	let depth = 0;
	let end = at;
	for (; end < tokens.length; end++) {
		const token = tokens[end];
		if (token?.kind !== "symbol") continue;
		if (token.text === "(") depth++;
		if (token.text === ")" && --depth === 0) break;
	}
	if (end === tokens.length) throw new TemplateError("unclosed left paren");
	const inside = tokens.slice(at + 1, end);
	const after = tokens[end + 1];
	const isField = after?.kind === "word" && !after.spaced && after.text.startsWith(".");
	return [{
		kind: "group",
		pipeline: pipelineOf(inside, "parenthesized pipeline"),
		fields: isField ? after.text.split(".").slice(1) : [],
		source: `(${inside.map(({ text }) => text).join(" ")})${isField ? after.text : ""}`,
		at: isField ? after.at : tokens[at]?.at ?? 0
	}, end + (isField ? 2 : 1)];
};
/** Go says of a chain of fields that it stands where its second field does. */
const chainAt = (word, at) => {
	const second = word.indexOf(".", 1);
	return second < 0 ? at : at + second;
};
const wordOperand = (source, at) => {
	if (source === ".") return {
		kind: "dot",
		fields: [],
		source,
		at
	};
	if (source.startsWith(".")) return {
		kind: "dot",
		fields: source.split(".").slice(1),
		source,
		at: chainAt(source, at)
	};
	if (source.startsWith("$")) {
		const [name = "$", ...fields] = source.split(".");
		return {
			kind: "variable",
			name,
			fields,
			source,
			at: chainAt(source, at)
		};
	}
	if (/^[-+]?\d/.test(source)) return {
		kind: "literal",
		value: Number(source),
		source,
		at
	};
	if (source === "true" || source === "false") return {
		kind: "literal",
		value: source === "true",
		source,
		at
	};
	if (source === "nil") return {
		kind: "literal",
		value: void 0,
		source,
		at
	};
	if (!Object.hasOwn(functions, source)) throw new TemplateError(`function "${source}" not defined`);
	return {
		kind: "function",
		name: source,
		source,
		at
	};
};
// src/docker/template/execute.ts
/** Compiles a Go template; parsing errors are thrown here, the others when it runs. */
const template = (source) => {
	const { nodes, named } = parseTemplate(source);
	return (data) => {
		const out = [];
		run$1(nodes, data, [/* @__PURE__ */ new Map([["$", data]])], {
			out,
			named,
			depth: 0
		});
		return out.join("");
	};
};
/** Go gives up on templates that call themselves; so deep is no honest one. */
const deepest = 1e3;
const run$1 = (nodes, dot, scope, printing) => {
	for (const node of nodes) {
		const flow = step(node, dot, scope, printing);
		if (flow !== "on") return flow;
	}
	return "on";
};
const step = (node, dot, scope, printing) => {
	switch (node.kind) {
		case "text":
			printing.out.push(node.text);
			return "on";
		case "action": {
			const value = evaluate(node.pipeline, dot, scope);
			if (node.pipeline.variables.length === 0) printing.out.push(printValue(value));
			return "on";
		}
		case "if":
		case "with": {
			const inner = [...scope, /* @__PURE__ */ new Map()];
			const value = evaluate(node.pipeline, dot, inner);
			if (!isTrue(value)) return run$1(node.otherwise, dot, inner, printing);
			return run$1(node.body, node.kind === "with" ? value : dot, inner, printing);
		}
		case "template": {
			const body = printing.named.get(node.name);
			if (!body) throw new TemplateError(`template ${JSON.stringify(node.name)} not defined`, node);
			if (printing.depth > deepest) throw new TemplateError(`exceeded maximum template depth (${deepest})`, node);
			const value = node.pipeline && evaluate(node.pipeline, dot, scope);
			return run$1(body, value, [/* @__PURE__ */ new Map([["$", value]])], {
				...printing,
				depth: printing.depth + 1
			});
		}
		case "range": return range(node, dot, scope, printing);
		default: return node.kind;
	}
};
const range = (node, dot, scope, printing) => {
	const { variables, commands } = node.pipeline;
	const list = evaluate({
		variables: [],
		assigns: false,
		commands
	}, dot, scope);
	const items = itemsOf(list, commands);
	if (items.length === 0) return run$1(node.otherwise, dot, scope, printing);
	for (const [key, value] of items) {
		const names = /* @__PURE__ */ new Map();
		if (variables.length === 1) names.set(variables[0] ?? "", value);
		if (variables.length === 2) names.set(variables[0] ?? "", key).set(variables[1] ?? "", value);
		if (run$1(node.body, value, [...scope, names], printing) === "break") break;
	}
	return "on";
};
const itemsOf = (list, commands) => {
	if (list === void 0 || list === null || list instanceof Nil) return [];
	if (Array.isArray(list)) return list.map((value, at) => [at, value]);
	if (typeof list === "object") return Object.entries(list).sort(([a], [b]) => a < b ? -1 : 1);
	const last = commands.at(-1);
	throw new TemplateError(`range can't iterate over ${printValue(list)}`, last?.operands.at(-1) ?? last);
};
const evaluate = (pipeline, dot, scope) => {
	let value;
	pipeline.commands.forEach((command, at) => {
		value = call(command, at === 0 ? [] : [value], dot, scope);
	});
	for (const name of pipeline.variables) {
		const holder = pipeline.assigns ? scope.findLast((names) => names.has(name)) : scope.at(-1);
		if (!holder) throw new TemplateError(`undefined variable "${name}"`);
		holder.set(name, value);
	}
	return value;
};
const call = (command, piped, dot, scope) => {
	const [first, ...others] = command.operands;
	if (first === void 0) return void 0;
	if (first.kind === "function") {
		const args = [...others.map((it) => operandValue(it, dot, scope)), ...piped];
		return applied(first.name, args, command);
	}
	const found = operandValue(first, dot, scope);
	if (typeof found === "function") return found(...others.map((it) => operandValue(it, dot, scope)), ...piped);
	if (others.length > 0 || piped.length > 0) throw new TemplateError(notCalled(first), first);
	return found;
};
const applied = (name, args, place) => {
	try {
		return functions[name]?.(...args);
	} catch (error) {
		if (error instanceof TemplateError) throw new TemplateError(`error calling ${name}: ${error.message}`, place);
		throw error;
	}
};
const notCalled = (operand) => {
	const field = "fields" in operand ? operand.fields.at(-1) : void 0;
	return field === void 0 ? `can't give argument to non-function ${operand.source}` : `${field} is not a method but has arguments`;
};
const operandValue = (operand, dot, scope) => {
	switch (operand.kind) {
		case "literal": return operand.value;
		case "dot": return fieldsOf(dot, operand.fields, operand);
		case "variable": {
			const names = scope.findLast((it) => it.has(operand.name));
			if (!names) throw new TemplateError(`undefined variable "${operand.name}"`);
			return fieldsOf(names.get(operand.name), operand.fields, operand);
		}
		case "group": {
			const value = evaluate(operand.pipeline, dot, scope);
			const [field] = operand.fields;
			if (value === void 0 && field !== void 0) throw new TemplateError(`nil data; no entry for key "${field}"`, operand.pipeline.commands.at(-1)?.operands.at(-1) ?? operand);
			return fieldsOf(value, operand.fields, operand);
		}
		default: return applied(operand.name, [], operand);
	}
};
const fieldsOf = (value, fields, place) => {
	let inner = value;
	for (const field of fields) {
		if (inner === void 0 || inner === null) throw new TemplateError(`nil pointer evaluating interface {}.${field}`, place);
		if (typeof inner !== "object" || Array.isArray(inner)) throw new TemplateError(`can't evaluate field ${field} in type interface {}`, place);
		if (!Object.hasOwn(inner, field)) {
			if (mapZero in inner && inner[mapZero] !== void 0) return void 0;
			if (goType in inner) throw new TemplateError(`can't evaluate field ${field} in type ${inner[goType]}`, place);
			throw new TemplateError(`map has no entry for key "${field}"`, place);
		}
		inner = inner[field];
	}
	return inner;
};
// src/docker/format/table.ts
/** Lines of tab-separated cells as Go's tabwriter aligns them: columns at least `least` wide, three spaces between. */
const alignColumns = (text, least = 10) => {
	const lines = text.split("\n").map((line) => line.split("	"));
	const widths = [];
	for (const cells of lines) cells.slice(0, -1).forEach((cell, at) => {
		widths[at] = Math.max(widths[at] ?? 0, [...cell].length + 3, least);
	});
	return lines.map((cells) => cells.map((cell, at) => at < cells.length - 1 ? pad(cell, widths[at] ?? 0) : cell).join("")).join("\n");
};
const pad = (cell, width) => cell + " ".repeat(Math.max(0, width - [...cell].length));
// src/docker/format/rows.ts
/** A template that can not be read or run; the message is what `docker` prints. */
var FormatError = class extends Error {
	name = "FormatError";
};
/** Prints rows by a `--format`: every row through the template; `table …` puts headers above and aligns. */
const printRows = (format, { type, headers, rows }) => {
	const isTable = format.startsWith("table");
	const source = (isTable ? format.slice(5).trim() : format).replaceAll("\\t", "	").replaceAll("\\n", "\n");
	const isContainers = type === "*formatter.ContainerContext";
	const words = (what) => isContainers ? `failed to ${what} template: ` : "template parsing error: ";
	const run = compiled(source, words("parse"));
	const print = (data) => executed(run, data, words("execute"));
	if (isContainers) print({
		...headers,
		Label: () => "",
		[goType]: type
	});
	const lines = rows.map((row) => print({
		...row,
		[goType]: type
	}));
	if (!isTable) return lines.map((line) => `${line}\n`).join("");
	return alignColumns([
		print(headers),
		...lines,
		""
	].join("\n"));
};
const compiled = (source, prefix) => {
	try {
		return template(source);
	} catch (error) {
		throw asFormatError(error, prefix);
	}
};
const executed = (run, data, prefix) => {
	try {
		return run(data);
	} catch (error) {
		throw asFormatError(error, prefix);
	}
};
const asFormatError = (error, prefix) => error instanceof TemplateError ? new FormatError(`${prefix}${error.located()}`) : error;
// src/docker/help/commands.ts
/** What `docker COMMAND --help` prints, Docker 20.10.24, word for word. The flags that a command takes are read from here. */
const commandHelp = {
	run: `
Usage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]

Run a command in a new container

Options:
      --add-host list                  Add a custom host-to-IP mapping
                                       (host:ip)
  -a, --attach list                    Attach to STDIN, STDOUT or STDERR
      --blkio-weight uint16            Block IO (relative weight),
                                       between 10 and 1000, or 0 to
                                       disable (default 0)
      --blkio-weight-device list       Block IO weight (relative device
                                       weight) (default [])
      --cap-add list                   Add Linux capabilities
      --cap-drop list                  Drop Linux capabilities
      --cgroup-parent string           Optional parent cgroup for the
                                       container
      --cgroupns string                Cgroup namespace to use
                                       (host|private)
                                       'host':    Run the container in
                                       the Docker host's cgroup namespace
                                       'private': Run the container in
                                       its own private cgroup namespace
                                       '':        Use the cgroup
                                       namespace as configured by the
                                                  default-cgroupns-mode
                                       option on the daemon (default)
      --cidfile string                 Write the container ID to the file
      --cpu-period int                 Limit CPU CFS (Completely Fair
                                       Scheduler) period
      --cpu-quota int                  Limit CPU CFS (Completely Fair
                                       Scheduler) quota
      --cpu-rt-period int              Limit CPU real-time period in
                                       microseconds
      --cpu-rt-runtime int             Limit CPU real-time runtime in
                                       microseconds
  -c, --cpu-shares int                 CPU shares (relative weight)
      --cpus decimal                   Number of CPUs
      --cpuset-cpus string             CPUs in which to allow execution
                                       (0-3, 0,1)
      --cpuset-mems string             MEMs in which to allow execution
                                       (0-3, 0,1)
  -d, --detach                         Run container in background and
                                       print container ID
      --detach-keys string             Override the key sequence for
                                       detaching a container
      --device list                    Add a host device to the container
      --device-cgroup-rule list        Add a rule to the cgroup allowed
                                       devices list
      --device-read-bps list           Limit read rate (bytes per second)
                                       from a device (default [])
      --device-read-iops list          Limit read rate (IO per second)
                                       from a device (default [])
      --device-write-bps list          Limit write rate (bytes per
                                       second) to a device (default [])
      --device-write-iops list         Limit write rate (IO per second)
                                       to a device (default [])
      --disable-content-trust          Skip image verification (default true)
      --dns list                       Set custom DNS servers
      --dns-option list                Set DNS options
      --dns-search list                Set custom DNS search domains
      --domainname string              Container NIS domain name
      --entrypoint string              Overwrite the default ENTRYPOINT
                                       of the image
  -e, --env list                       Set environment variables
      --env-file list                  Read in a file of environment variables
      --expose list                    Expose a port or a range of ports
      --gpus gpu-request               GPU devices to add to the
                                       container ('all' to pass all GPUs)
      --group-add list                 Add additional groups to join
      --health-cmd string              Command to run to check health
      --health-interval duration       Time between running the check
                                       (ms|s|m|h) (default 0s)
      --health-retries int             Consecutive failures needed to
                                       report unhealthy
      --health-start-period duration   Start period for the container to
                                       initialize before starting
                                       health-retries countdown
                                       (ms|s|m|h) (default 0s)
      --health-timeout duration        Maximum time to allow one check to
                                       run (ms|s|m|h) (default 0s)
      --help                           Print usage
  -h, --hostname string                Container host name
      --init                           Run an init inside the container
                                       that forwards signals and reaps
                                       processes
  -i, --interactive                    Keep STDIN open even if not attached
      --ip string                      IPv4 address (e.g., 172.30.100.104)
      --ip6 string                     IPv6 address (e.g., 2001:db8::33)
      --ipc string                     IPC mode to use
      --isolation string               Container isolation technology
      --kernel-memory bytes            Kernel memory limit
  -l, --label list                     Set meta data on a container
      --label-file list                Read in a line delimited file of labels
      --link list                      Add link to another container
      --link-local-ip list             Container IPv4/IPv6 link-local
                                       addresses
      --log-driver string              Logging driver for the container
      --log-opt list                   Log driver options
      --mac-address string             Container MAC address (e.g.,
                                       92:d0:c6:0a:29:33)
  -m, --memory bytes                   Memory limit
      --memory-reservation bytes       Memory soft limit
      --memory-swap bytes              Swap limit equal to memory plus
                                       swap: '-1' to enable unlimited swap
      --memory-swappiness int          Tune container memory swappiness
                                       (0 to 100) (default -1)
      --mount mount                    Attach a filesystem mount to the
                                       container
      --name string                    Assign a name to the container
      --network network                Connect a container to a network
      --network-alias list             Add network-scoped alias for the
                                       container
      --no-healthcheck                 Disable any container-specified
                                       HEALTHCHECK
      --oom-kill-disable               Disable OOM Killer
      --oom-score-adj int              Tune host's OOM preferences (-1000
                                       to 1000)
      --pid string                     PID namespace to use
      --pids-limit int                 Tune container pids limit (set -1
                                       for unlimited)
      --platform string                Set platform if server is
                                       multi-platform capable
      --privileged                     Give extended privileges to this
                                       container
  -p, --publish list                   Publish a container's port(s) to
                                       the host
  -P, --publish-all                    Publish all exposed ports to
                                       random ports
      --pull string                    Pull image before running
                                       ("always"|"missing"|"never")
                                       (default "missing")
      --read-only                      Mount the container's root
                                       filesystem as read only
      --restart string                 Restart policy to apply when a
                                       container exits (default "no")
      --rm                             Automatically remove the container
                                       when it exits
      --runtime string                 Runtime to use for this container
      --security-opt list              Security Options
      --shm-size bytes                 Size of /dev/shm
      --sig-proxy                      Proxy received signals to the
                                       process (default true)
      --stop-signal string             Signal to stop a container
                                       (default "SIGTERM")
      --stop-timeout int               Timeout (in seconds) to stop a
                                       container
      --storage-opt list               Storage driver options for the
                                       container
      --sysctl map                     Sysctl options (default map[])
      --tmpfs list                     Mount a tmpfs directory
  -t, --tty                            Allocate a pseudo-TTY
      --ulimit ulimit                  Ulimit options (default [])
  -u, --user string                    Username or UID (format:
                                       <name|uid>[:<group|gid>])
      --userns string                  User namespace to use
      --uts string                     UTS namespace to use
  -v, --volume list                    Bind mount a volume
      --volume-driver string           Optional volume driver for the
                                       container
      --volumes-from list              Mount volumes from the specified
                                       container(s)
  -w, --workdir string                 Working directory inside the container
`,
	create: `
Usage:  docker create [OPTIONS] IMAGE [COMMAND] [ARG...]

Create a new container

Options:
      --add-host list                  Add a custom host-to-IP mapping
                                       (host:ip)
  -a, --attach list                    Attach to STDIN, STDOUT or STDERR
      --blkio-weight uint16            Block IO (relative weight),
                                       between 10 and 1000, or 0 to
                                       disable (default 0)
      --blkio-weight-device list       Block IO weight (relative device
                                       weight) (default [])
      --cap-add list                   Add Linux capabilities
      --cap-drop list                  Drop Linux capabilities
      --cgroup-parent string           Optional parent cgroup for the
                                       container
      --cgroupns string                Cgroup namespace to use
                                       (host|private)
                                       'host':    Run the container in
                                       the Docker host's cgroup namespace
                                       'private': Run the container in
                                       its own private cgroup namespace
                                       '':        Use the cgroup
                                       namespace as configured by the
                                                  default-cgroupns-mode
                                       option on the daemon (default)
      --cidfile string                 Write the container ID to the file
      --cpu-period int                 Limit CPU CFS (Completely Fair
                                       Scheduler) period
      --cpu-quota int                  Limit CPU CFS (Completely Fair
                                       Scheduler) quota
      --cpu-rt-period int              Limit CPU real-time period in
                                       microseconds
      --cpu-rt-runtime int             Limit CPU real-time runtime in
                                       microseconds
  -c, --cpu-shares int                 CPU shares (relative weight)
      --cpus decimal                   Number of CPUs
      --cpuset-cpus string             CPUs in which to allow execution
                                       (0-3, 0,1)
      --cpuset-mems string             MEMs in which to allow execution
                                       (0-3, 0,1)
      --device list                    Add a host device to the container
      --device-cgroup-rule list        Add a rule to the cgroup allowed
                                       devices list
      --device-read-bps list           Limit read rate (bytes per second)
                                       from a device (default [])
      --device-read-iops list          Limit read rate (IO per second)
                                       from a device (default [])
      --device-write-bps list          Limit write rate (bytes per
                                       second) to a device (default [])
      --device-write-iops list         Limit write rate (IO per second)
                                       to a device (default [])
      --disable-content-trust          Skip image verification (default true)
      --dns list                       Set custom DNS servers
      --dns-option list                Set DNS options
      --dns-search list                Set custom DNS search domains
      --domainname string              Container NIS domain name
      --entrypoint string              Overwrite the default ENTRYPOINT
                                       of the image
  -e, --env list                       Set environment variables
      --env-file list                  Read in a file of environment variables
      --expose list                    Expose a port or a range of ports
      --gpus gpu-request               GPU devices to add to the
                                       container ('all' to pass all GPUs)
      --group-add list                 Add additional groups to join
      --health-cmd string              Command to run to check health
      --health-interval duration       Time between running the check
                                       (ms|s|m|h) (default 0s)
      --health-retries int             Consecutive failures needed to
                                       report unhealthy
      --health-start-period duration   Start period for the container to
                                       initialize before starting
                                       health-retries countdown
                                       (ms|s|m|h) (default 0s)
      --health-timeout duration        Maximum time to allow one check to
                                       run (ms|s|m|h) (default 0s)
      --help                           Print usage
  -h, --hostname string                Container host name
      --init                           Run an init inside the container
                                       that forwards signals and reaps
                                       processes
  -i, --interactive                    Keep STDIN open even if not attached
      --ip string                      IPv4 address (e.g., 172.30.100.104)
      --ip6 string                     IPv6 address (e.g., 2001:db8::33)
      --ipc string                     IPC mode to use
      --isolation string               Container isolation technology
      --kernel-memory bytes            Kernel memory limit
  -l, --label list                     Set meta data on a container
      --label-file list                Read in a line delimited file of labels
      --link list                      Add link to another container
      --link-local-ip list             Container IPv4/IPv6 link-local
                                       addresses
      --log-driver string              Logging driver for the container
      --log-opt list                   Log driver options
      --mac-address string             Container MAC address (e.g.,
                                       92:d0:c6:0a:29:33)
  -m, --memory bytes                   Memory limit
      --memory-reservation bytes       Memory soft limit
      --memory-swap bytes              Swap limit equal to memory plus
                                       swap: '-1' to enable unlimited swap
      --memory-swappiness int          Tune container memory swappiness
                                       (0 to 100) (default -1)
      --mount mount                    Attach a filesystem mount to the
                                       container
      --name string                    Assign a name to the container
      --network network                Connect a container to a network
      --network-alias list             Add network-scoped alias for the
                                       container
      --no-healthcheck                 Disable any container-specified
                                       HEALTHCHECK
      --oom-kill-disable               Disable OOM Killer
      --oom-score-adj int              Tune host's OOM preferences (-1000
                                       to 1000)
      --pid string                     PID namespace to use
      --pids-limit int                 Tune container pids limit (set -1
                                       for unlimited)
      --platform string                Set platform if server is
                                       multi-platform capable
      --privileged                     Give extended privileges to this
                                       container
  -p, --publish list                   Publish a container's port(s) to
                                       the host
  -P, --publish-all                    Publish all exposed ports to
                                       random ports
      --pull string                    Pull image before creating
                                       ("always"|"missing"|"never")
                                       (default "missing")
      --read-only                      Mount the container's root
                                       filesystem as read only
      --restart string                 Restart policy to apply when a
                                       container exits (default "no")
      --rm                             Automatically remove the container
                                       when it exits
      --runtime string                 Runtime to use for this container
      --security-opt list              Security Options
      --shm-size bytes                 Size of /dev/shm
      --stop-signal string             Signal to stop a container
                                       (default "SIGTERM")
      --stop-timeout int               Timeout (in seconds) to stop a
                                       container
      --storage-opt list               Storage driver options for the
                                       container
      --sysctl map                     Sysctl options (default map[])
      --tmpfs list                     Mount a tmpfs directory
  -t, --tty                            Allocate a pseudo-TTY
      --ulimit ulimit                  Ulimit options (default [])
  -u, --user string                    Username or UID (format:
                                       <name|uid>[:<group|gid>])
      --userns string                  User namespace to use
      --uts string                     UTS namespace to use
  -v, --volume list                    Bind mount a volume
      --volume-driver string           Optional volume driver for the
                                       container
      --volumes-from list              Mount volumes from the specified
                                       container(s)
  -w, --workdir string                 Working directory inside the container
`,
	start: `
Usage:  docker start [OPTIONS] CONTAINER [CONTAINER...]

Start one or more stopped containers

Options:
  -a, --attach               Attach STDOUT/STDERR and forward signals
      --detach-keys string   Override the key sequence for detaching a
                             container
  -i, --interactive          Attach container's STDIN
`,
	stop: `
Usage:  docker stop [OPTIONS] CONTAINER [CONTAINER...]

Stop one or more running containers

Options:
  -t, --time int   Seconds to wait for stop before killing it (default 10)
`,
	kill: `
Usage:  docker kill [OPTIONS] CONTAINER [CONTAINER...]

Kill one or more running containers

Options:
  -s, --signal string   Signal to send to the container (default "KILL")
`,
	restart: `
Usage:  docker restart [OPTIONS] CONTAINER [CONTAINER...]

Restart one or more containers

Options:
  -t, --time int   Seconds to wait for stop before killing the container
                   (default 10)
`,
	pause: `
Usage:  docker pause CONTAINER [CONTAINER...]

Pause all processes within one or more containers
`,
	unpause: `
Usage:  docker unpause CONTAINER [CONTAINER...]

Unpause all processes within one or more containers
`,
	rename: `
Usage:  docker rename CONTAINER NEW_NAME

Rename a container
`,
	update: `
Usage:  docker update [OPTIONS] CONTAINER [CONTAINER...]

Update configuration of one or more containers

Options:
      --blkio-weight uint16        Block IO (relative weight), between 10
                                   and 1000, or 0 to disable (default 0)
      --cpu-period int             Limit CPU CFS (Completely Fair
                                   Scheduler) period
      --cpu-quota int              Limit CPU CFS (Completely Fair
                                   Scheduler) quota
      --cpu-rt-period int          Limit the CPU real-time period in
                                   microseconds
      --cpu-rt-runtime int         Limit the CPU real-time runtime in
                                   microseconds
  -c, --cpu-shares int             CPU shares (relative weight)
      --cpus decimal               Number of CPUs
      --cpuset-cpus string         CPUs in which to allow execution (0-3, 0,1)
      --cpuset-mems string         MEMs in which to allow execution (0-3, 0,1)
      --kernel-memory bytes        Kernel memory limit
  -m, --memory bytes               Memory limit
      --memory-reservation bytes   Memory soft limit
      --memory-swap bytes          Swap limit equal to memory plus swap:
                                   '-1' to enable unlimited swap
      --pids-limit int             Tune container pids limit (set -1 for
                                   unlimited)
      --restart string             Restart policy to apply when a
                                   container exits
`,
	wait: `
Usage:  docker wait CONTAINER [CONTAINER...]

Block until one or more containers stop, then print their exit codes
`,
	rm: `
Usage:  docker rm [OPTIONS] CONTAINER [CONTAINER...]

Remove one or more containers

Options:
  -f, --force     Force the removal of a running container (uses SIGKILL)
  -l, --link      Remove the specified link
  -v, --volumes   Remove anonymous volumes associated with the container
`,
	ps: `
Usage:  docker ps [OPTIONS]

List containers

Options:
  -a, --all             Show all containers (default shows just running)
  -f, --filter filter   Filter output based on conditions provided
      --format string   Pretty-print containers using a Go template
  -n, --last int        Show n last created containers (includes all
                        states) (default -1)
  -l, --latest          Show the latest created container (includes all
                        states)
      --no-trunc        Don't truncate output
  -q, --quiet           Only display container IDs
  -s, --size            Display total file sizes
`,
	inspect: `
Usage:  docker inspect [OPTIONS] NAME|ID [NAME|ID...]

Return low-level information on Docker objects

Options:
  -f, --format string   Format the output using the given Go template
  -s, --size            Display total file sizes if the type is container
      --type string     Return JSON for specified type
`,
	logs: `
Usage:  docker logs [OPTIONS] CONTAINER

Fetch the logs of a container

Options:
      --details        Show extra details provided to logs
  -f, --follow         Follow log output
      --since string   Show logs since timestamp (e.g.
                       2013-01-02T13:23:37Z) or relative (e.g. 42m for 42
                       minutes)
  -n, --tail string    Number of lines to show from the end of the logs
                       (default "all")
  -t, --timestamps     Show timestamps
      --until string   Show logs before a timestamp (e.g.
                       2013-01-02T13:23:37Z) or relative (e.g. 42m for 42
                       minutes)
`,
	top: `
Usage:  docker top CONTAINER [ps OPTIONS]

Display the running processes of a container
`,
	attach: `
Usage:  docker attach [OPTIONS] CONTAINER

Attach local standard input, output, and error streams to a running container

Options:
      --detach-keys string   Override the key sequence for detaching a
                             container
      --no-stdin             Do not attach STDIN
      --sig-proxy            Proxy all received signals to the process
                             (default true)
`,
	exec: `
Usage:  docker exec [OPTIONS] CONTAINER COMMAND [ARG...]

Run a command in a running container

Options:
  -d, --detach               Detached mode: run command in the background
      --detach-keys string   Override the key sequence for detaching a
                             container
  -e, --env list             Set environment variables
      --env-file list        Read in a file of environment variables
  -i, --interactive          Keep STDIN open even if not attached
      --privileged           Give extended privileges to the command
  -t, --tty                  Allocate a pseudo-TTY
  -u, --user string          Username or UID (format:
                             <name|uid>[:<group|gid>])
  -w, --workdir string       Working directory inside the container
`,
	diff: `
Usage:  docker diff CONTAINER

Inspect changes to files or directories on a container's filesystem
`,
	commit: `
Usage:  docker commit [OPTIONS] CONTAINER [REPOSITORY[:TAG]]

Create a new image from a container's changes

Options:
  -a, --author string    Author (e.g., "John Hannibal Smith
                         <hannibal@a-team.com>")
  -c, --change list      Apply Dockerfile instruction to the created image
  -m, --message string   Commit message
  -p, --pause            Pause container during commit (default true)
`,
	cp: `
Usage:  docker cp [OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-
	docker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH

Copy files/folders between a container and the local filesystem

Use '-' as the source to read a tar archive from stdin
and extract it to a directory destination in a container.
Use '-' as the destination to stream a tar archive of a
container source to stdout.

Options:
  -a, --archive       Archive mode (copy all uid/gid information)
  -L, --follow-link   Always follow symbol link in SRC_PATH
`,
	export: `
Usage:  docker export [OPTIONS] CONTAINER

Export a container's filesystem as a tar archive

Options:
  -o, --output string   Write to a file, instead of STDOUT
`,
	import: `
Usage:  docker import [OPTIONS] file|URL|- [REPOSITORY[:TAG]]

Import the contents from a tarball to create a filesystem image

Options:
  -c, --change list       Apply Dockerfile instruction to the created image
  -m, --message string    Set commit message for imported image
      --platform string   Set platform if server is multi-platform capable
`,
	save: `
Usage:  docker save [OPTIONS] IMAGE [IMAGE...]

Save one or more images to a tar archive (streamed to STDOUT by default)

Options:
  -o, --output string   Write to a file, instead of STDOUT
`,
	load: `
Usage:  docker load [OPTIONS]

Load an image from a tar archive or STDIN

Options:
  -i, --input string   Read from tar archive file, instead of STDIN
  -q, --quiet          Suppress the load output
`,
	pull: `
Usage:  docker pull [OPTIONS] NAME[:TAG|@DIGEST]

Pull an image or a repository from a registry

Options:
  -a, --all-tags                Download all tagged images in the repository
      --disable-content-trust   Skip image verification (default true)
      --platform string         Set platform if server is multi-platform
                                capable
  -q, --quiet                   Suppress verbose output
`,
	push: `
Usage:  docker push [OPTIONS] NAME[:TAG]

Push an image or a repository to a registry

Options:
  -a, --all-tags                Push all tagged images in the repository
      --disable-content-trust   Skip image signing (default true)
  -q, --quiet                   Suppress verbose output
`,
	build: `
Usage:  docker build [OPTIONS] PATH | URL | -

Build an image from a Dockerfile

Options:
      --add-host list           Add a custom host-to-IP mapping (host:ip)
      --build-arg list          Set build-time variables
      --cache-from strings      Images to consider as cache sources
      --cgroup-parent string    Optional parent cgroup for the container
      --compress                Compress the build context using gzip
      --cpu-period int          Limit the CPU CFS (Completely Fair
                                Scheduler) period
      --cpu-quota int           Limit the CPU CFS (Completely Fair
                                Scheduler) quota
  -c, --cpu-shares int          CPU shares (relative weight)
      --cpuset-cpus string      CPUs in which to allow execution (0-3, 0,1)
      --cpuset-mems string      MEMs in which to allow execution (0-3, 0,1)
      --disable-content-trust   Skip image verification (default true)
  -f, --file string             Name of the Dockerfile (Default is
                                'PATH/Dockerfile')
      --force-rm                Always remove intermediate containers
      --iidfile string          Write the image ID to the file
      --isolation string        Container isolation technology
      --label list              Set metadata for an image
  -m, --memory bytes            Memory limit
      --memory-swap bytes       Swap limit equal to memory plus swap:
                                '-1' to enable unlimited swap
      --network string          Set the networking mode for the RUN
                                instructions during build (default "default")
      --no-cache                Do not use cache when building the image
      --pull                    Always attempt to pull a newer version of
                                the image
  -q, --quiet                   Suppress the build output and print image
                                ID on success
      --rm                      Remove intermediate containers after a
                                successful build (default true)
      --security-opt strings    Security options
      --shm-size bytes          Size of /dev/shm
  -t, --tag list                Name and optionally a tag in the
                                'name:tag' format
      --target string           Set the target build stage to build.
      --ulimit ulimit           Ulimit options (default [])
`,
	tag: `
Usage:  docker tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]

Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE
`,
	rmi: `
Usage:  docker rmi [OPTIONS] IMAGE [IMAGE...]

Remove one or more images

Options:
  -f, --force      Force removal of the image
      --no-prune   Do not delete untagged parents
`,
	images: `
Usage:  docker images [OPTIONS] [REPOSITORY[:TAG]]

List images

Options:
  -a, --all             Show all images (default hides intermediate images)
      --digests         Show digests
  -f, --filter filter   Filter output based on conditions provided
      --format string   Pretty-print images using a Go template
      --no-trunc        Don't truncate output
  -q, --quiet           Only show image IDs
`,
	history: `
Usage:  docker history [OPTIONS] IMAGE

Show the history of an image

Options:
      --format string   Pretty-print images using a Go template
  -H, --human           Print sizes and dates in human readable format
                        (default true)
      --no-trunc        Don't truncate output
  -q, --quiet           Only show image IDs
`,
	events: `
Usage:  docker events [OPTIONS]

Get real time events from the server

Options:
  -f, --filter filter   Filter output based on conditions provided
      --format string   Format the output using the given Go template
      --since string    Show all events created since timestamp
      --until string    Stream events until this timestamp
`,
	info: `
Usage:  docker info [OPTIONS]

Display system-wide information

Options:
  -f, --format string   Format the output using the given Go template
`,
	version: `
Usage:  docker version [OPTIONS]

Show the Docker version information

Options:
  -f, --format string       Format the output using the given Go template
      --kubeconfig string   Kubernetes config file
`,
	port: `
Usage:  docker port CONTAINER [PRIVATE_PORT[/PROTO]]

List port mappings or a specific mapping for the container
`,
	stats: `
Usage:  docker stats [OPTIONS] [CONTAINER...]

Display a live stream of container(s) resource usage statistics

Options:
  -a, --all             Show all containers (default shows just running)
      --format string   Pretty-print images using a Go template
      --no-stream       Disable streaming stats and only pull the first result
      --no-trunc        Do not truncate output
`
};
// src/docker/help/groups.ts
/** What `docker --help` and `docker GROUP --help` print. */
const groupHelp = {
	"": `
Usage:  docker [OPTIONS] COMMAND

A self-sufficient runtime for containers

Options:
      --config string      Location of client config files (default
                           "/root/.docker")
  -c, --context string     Name of the context to use to connect to the
                           daemon (overrides DOCKER_HOST env var and
                           default context set with "docker context use")
  -D, --debug              Enable debug mode
  -H, --host list          Daemon socket(s) to connect to
  -l, --log-level string   Set the logging level
                           ("debug"|"info"|"warn"|"error"|"fatal")
                           (default "info")
      --tls                Use TLS; implied by --tlsverify
      --tlscacert string   Trust certs signed only by this CA (default
                           "/root/.docker/ca.pem")
      --tlscert string     Path to TLS certificate file (default
                           "/root/.docker/cert.pem")
      --tlskey string      Path to TLS key file (default
                           "/root/.docker/key.pem")
      --tlsverify          Use TLS and verify the remote
  -v, --version            Print version information and quit

Management Commands:
  builder     Manage builds
  completion  Generate the autocompletion script for the specified shell
  config      Manage Docker configs
  container   Manage containers
  context     Manage contexts
  image       Manage images
  manifest    Manage Docker image manifests and manifest lists
  network     Manage networks
  node        Manage Swarm nodes
  plugin      Manage plugins
  secret      Manage Docker secrets
  service     Manage services
  stack       Manage Docker stacks
  swarm       Manage Swarm
  system      Manage Docker
  trust       Manage trust on Docker images
  volume      Manage volumes

Commands:
  attach      Attach local standard input, output, and error streams to a running container
  build       Build an image from a Dockerfile
  commit      Create a new image from a container's changes
  cp          Copy files/folders between a container and the local filesystem
  create      Create a new container
  diff        Inspect changes to files or directories on a container's filesystem
  events      Get real time events from the server
  exec        Run a command in a running container
  export      Export a container's filesystem as a tar archive
  history     Show the history of an image
  images      List images
  import      Import the contents from a tarball to create a filesystem image
  info        Display system-wide information
  inspect     Return low-level information on Docker objects
  kill        Kill one or more running containers
  load        Load an image from a tar archive or STDIN
  login       Log in to a Docker registry
  logout      Log out from a Docker registry
  logs        Fetch the logs of a container
  pause       Pause all processes within one or more containers
  port        List port mappings or a specific mapping for the container
  ps          List containers
  pull        Pull an image or a repository from a registry
  push        Push an image or a repository to a registry
  rename      Rename a container
  restart     Restart one or more containers
  rm          Remove one or more containers
  rmi         Remove one or more images
  run         Run a command in a new container
  save        Save one or more images to a tar archive (streamed to STDOUT by default)
  search      Search the Docker Hub for images
  start       Start one or more stopped containers
  stats       Display a live stream of container(s) resource usage statistics
  stop        Stop one or more running containers
  tag         Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE
  top         Display the running processes of a container
  unpause     Unpause all processes within one or more containers
  update      Update configuration of one or more containers
  version     Show the Docker version information
  wait        Block until one or more containers stop, then print their exit codes

Run 'docker COMMAND --help' for more information on a command.

To get more help with docker, check out our guides at https://docs.docker.com/go/guides/
`,
	container: `
Usage:  docker container COMMAND

Manage containers

Commands:
  attach      Attach local standard input, output, and error streams to a running container
  commit      Create a new image from a container's changes
  cp          Copy files/folders between a container and the local filesystem
  create      Create a new container
  diff        Inspect changes to files or directories on a container's filesystem
  exec        Run a command in a running container
  export      Export a container's filesystem as a tar archive
  inspect     Display detailed information on one or more containers
  kill        Kill one or more running containers
  logs        Fetch the logs of a container
  ls          List containers
  pause       Pause all processes within one or more containers
  port        List port mappings or a specific mapping for the container
  prune       Remove all stopped containers
  rename      Rename a container
  restart     Restart one or more containers
  rm          Remove one or more containers
  run         Run a command in a new container
  start       Start one or more stopped containers
  stats       Display a live stream of container(s) resource usage statistics
  stop        Stop one or more running containers
  top         Display the running processes of a container
  unpause     Unpause all processes within one or more containers
  update      Update configuration of one or more containers
  wait        Block until one or more containers stop, then print their exit codes

Run 'docker container COMMAND --help' for more information on a command.
`,
	image: `
Usage:  docker image COMMAND

Manage images

Commands:
  build       Build an image from a Dockerfile
  history     Show the history of an image
  import      Import the contents from a tarball to create a filesystem image
  inspect     Display detailed information on one or more images
  load        Load an image from a tar archive or STDIN
  ls          List images
  prune       Remove unused images
  pull        Pull an image or a repository from a registry
  push        Push an image or a repository to a registry
  rm          Remove one or more images
  save        Save one or more images to a tar archive (streamed to STDOUT by default)
  tag         Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE

Run 'docker image COMMAND --help' for more information on a command.
`,
	volume: `
Usage:  docker volume COMMAND

Manage volumes

Commands:
  create      Create a volume
  inspect     Display detailed information on one or more volumes
  ls          List volumes
  prune       Remove all unused local volumes
  rm          Remove one or more volumes

Run 'docker volume COMMAND --help' for more information on a command.
`,
	system: `
Usage:  docker system COMMAND

Manage Docker

Commands:
  df          Show docker disk usage
  events      Get real time events from the server
  info        Display system-wide information
  prune       Remove unused data

Run 'docker system COMMAND --help' for more information on a command.
`
};
// src/docker/help/management.ts
/** What `docker GROUP COMMAND --help` prints, where it is not the text of `docker COMMAND --help`. */
const managementHelp = {
	"container cp": `
Usage:  docker container cp [OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-
	docker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH

Copy files/folders between a container and the local filesystem

Use '-' as the source to read a tar archive from stdin
and extract it to a directory destination in a container.
Use '-' as the destination to stream a tar archive of a
container source to stdout.

Options:
  -a, --archive       Archive mode (copy all uid/gid information)
  -L, --follow-link   Always follow symbol link in SRC_PATH
`,
	"container inspect": `
Usage:  docker container inspect [OPTIONS] CONTAINER [CONTAINER...]

Display detailed information on one or more containers

Options:
  -f, --format string   Format the output using the given Go template
  -s, --size            Display total file sizes
`,
	"container ls": `
Usage:  docker container ls [OPTIONS]

List containers

Aliases:
  ls, ps, list

Options:
  -a, --all             Show all containers (default shows just running)
  -f, --filter filter   Filter output based on conditions provided
      --format string   Pretty-print containers using a Go template
  -n, --last int        Show n last created containers (includes all
                        states) (default -1)
  -l, --latest          Show the latest created container (includes all
                        states)
      --no-trunc        Don't truncate output
  -q, --quiet           Only display container IDs
  -s, --size            Display total file sizes
`,
	"container prune": `
Usage:  docker container prune [OPTIONS]

Remove all stopped containers

Options:
      --filter filter   Provide filter values (e.g. 'until=<timestamp>')
  -f, --force           Do not prompt for confirmation
`,
	"image inspect": `
Usage:  docker image inspect [OPTIONS] IMAGE [IMAGE...]

Display detailed information on one or more images

Options:
  -f, --format string   Format the output using the given Go template
`,
	"image ls": `
Usage:  docker image ls [OPTIONS] [REPOSITORY[:TAG]]

List images

Aliases:
  ls, list

Options:
  -a, --all             Show all images (default hides intermediate images)
      --digests         Show digests
  -f, --filter filter   Filter output based on conditions provided
      --format string   Pretty-print images using a Go template
      --no-trunc        Don't truncate output
  -q, --quiet           Only show image IDs
`,
	"image prune": `
Usage:  docker image prune [OPTIONS]

Remove unused images

Options:
  -a, --all             Remove all unused images, not just dangling ones
      --filter filter   Provide filter values (e.g. 'until=<timestamp>')
  -f, --force           Do not prompt for confirmation
`,
	"image rm": `
Usage:  docker image rm [OPTIONS] IMAGE [IMAGE...]

Remove one or more images

Aliases:
  rm, rmi, remove

Options:
  -f, --force      Force removal of the image
      --no-prune   Do not delete untagged parents
`,
	"volume create": `
Usage:  docker volume create [OPTIONS] [VOLUME]

Create a volume

Options:
  -d, --driver string   Specify volume driver name (default "local")
      --label list      Set metadata for a volume
  -o, --opt map         Set driver specific options (default map[])
`,
	"volume inspect": `
Usage:  docker volume inspect [OPTIONS] VOLUME [VOLUME...]

Display detailed information on one or more volumes

Options:
  -f, --format string   Format the output using the given Go template
`,
	"volume ls": `
Usage:  docker volume ls [OPTIONS]

List volumes

Aliases:
  ls, list

Options:
  -f, --filter filter   Provide filter values (e.g. 'dangling=true')
      --format string   Pretty-print volumes using a Go template
  -q, --quiet           Only display volume names
`,
	"volume prune": `
Usage:  docker volume prune [OPTIONS]

Remove all unused local volumes

Options:
      --filter filter   Provide filter values (e.g. 'label=<label>')
  -f, --force           Do not prompt for confirmation
`,
	"volume rm": `
Usage:  docker volume rm [OPTIONS] VOLUME [VOLUME...]

Remove one or more volumes. You cannot remove a volume that is in use by a container.

Aliases:
  rm, remove

Examples:

$ docker volume rm hello
hello


Options:
  -f, --force   Force the removal of one or more volumes
`,
	"system df": `
Usage:  docker system df [OPTIONS]

Show docker disk usage

Options:
      --format string   Pretty-print images using a Go template
  -v, --verbose         Show detailed information on space usage
`,
	"system events": `
Usage:  docker system events [OPTIONS]

Get real time events from the server

Options:
  -f, --filter filter   Filter output based on conditions provided
      --format string   Format the output using the given Go template
      --since string    Show all events created since timestamp
      --until string    Stream events until this timestamp
`,
	"system info": `
Usage:  docker system info [OPTIONS]

Display system-wide information

Options:
  -f, --format string   Format the output using the given Go template
`,
	"system prune": `
Usage:  docker system prune [OPTIONS]

Remove unused data

Options:
  -a, --all             Remove all unused images not just dangling ones
      --filter filter   Provide filter values (e.g. 'label=<key>=<value>')
  -f, --force           Do not prompt for confirmation
      --volumes         Prune volumes
`
};
// src/docker/help/help.ts
/** The groups of commands that the model knows: `docker container …`. */
const groups = [
	"container",
	"image",
	"volume",
	"system"
];
/** `docker container ls` is `docker ps`. */
const aliases = {
	"container list": "container ls",
	"container ps": "container ls",
	"image list": "image ls",
	"image remove": "image rm",
	"volume list": "volume ls",
	"volume remove": "volume rm"
};
/** A command's full name, aliases resolved; `undefined` when there is no such command. */
const commandOf = (name) => {
	const full = (Object.hasOwn(aliases, name) ? aliases[name] : void 0) ?? name;
	return textOf$1(full) === void 0 ? void 0 : full;
};
const textOf$1 = (command) => {
	if (Object.hasOwn(commandHelp, command)) return commandHelp[command];
	if (Object.hasOwn(managementHelp, command)) return managementHelp[command];
	const [group = "", verb = ""] = command.split(" ");
	if (!Object.hasOwn(groupHelp, group) || !Object.hasOwn(commandHelp, verb)) return void 0;
	if (!new RegExp(`^  ${verb}\\s`, "m").test(groupHelp[group] ?? "")) return void 0;
	return commandHelp[verb]?.replace(`docker ${verb}`, `docker ${command}`);
};
/** What `docker COMMAND --help` prints. */
const helpOf = (command) => textOf$1(command) ?? "";
const helpOfGroup = (group) => groupHelp[group] ?? "";
/** `docker rm [OPTIONS] CONTAINER [CONTAINER...]` */
const usageOf$1 = (command) => /^Usage: {2}(.*)$/m.exec(helpOf(command))?.[1] ?? "";
/** The sentence below the usage. */
const purposeOf = (command) => /^Usage:.*\n+([^\n]+)/m.exec(helpOf(command))?.[1] ?? "";
// src/core/layers/export-tar.ts
/**
* What `docker export` gives: the merged view as one tar, no whiteouts, same order as a layer's. The process that packs
* has changed its root, so the owners' names are those of the container's own files (measured, docs/facts/overlay.md).
*/
const writeExportTar = (union, contents, owners = ownersIn(union, contents)) => tarBytes(members(merged(union, rootOf(union), ""), owners), contents);
/** What `docker cp CONTAINER:PATH -` gives: one object and what is under it, by the name that its path ends with. */
const writeArchiveTar = (union, node, name, contents) => {
	const own = {
		path: `/${name}`,
		key: keyOf(node),
		inode: withoutMark(node)
	};
	const all = function* () {
		yield own;
		if (isDirectory$3(node)) yield* merged(union, node, `/${name}`);
	};
	return tarBytes(members(all(), ownersIn(union, contents)), contents);
};
function* merged(union, dir, path) {
	for (const name of listVisible(union, dir)) {
		const node = child(union, dir, name);
		if (!node) continue;
		yield {
			path: `${path}/${name}`,
			key: keyOf(node),
			inode: withoutMark(node)
		};
		if (isDirectory$3(node)) yield* merged(union, node, `${path}/${name}`);
	}
}
/** Lower hard links stay one object to whoever reads the mount, as long as nobody wrote to them. */
const keyOf = ({ upper, lower }) => upper !== void 0 ? `${upper}` : lower?.kind === "leaf" ? lower.origin : "";
/** Overlay's opaque mark is not to be seen through the mount. */
const withoutMark = ({ inode }) => {
	if (inode.kind !== "directory" || !inode.opaque) return inode;
	const { opaque: _, ...plain } = inode;
	return plain;
};
// src/docker/verbs/containers.ts
/** The container that a reference means now. */
const containerOf = ({ machine }, reference) => {
	const found = findContainer(machine.world, reference);
	return "code" in found ? void 0 : found;
};
const alive = /* @__PURE__ */ new Set([
	"running",
	"paused",
	"restarting"
]);
/** A removed container has ended too. */
const hasEnded = ({ machine }, id) => {
	const container = machine.world.containers.get(id);
	return container === void 0 || !alive.has(container.state.status);
};
const exitCodeOf = ({ machine }, id) => {
	const state = machine.world.containers.get(id)?.state;
	return state && "exitCode" in state ? state.exitCode : 0;
};
// src/docker/verbs/images.ts
/** `repository:tag` taken apart as the client does before it asks. */
const targetOf = (typed) => {
	if (typed === "") return {};
	const named = parseName(typed);
	if ("flaw" in named) throw new Complaint(`Error parsing reference: ${JSON.stringify(typed)} is not a valid repository/tag: ${named.flaw}`);
	const cut = typed.lastIndexOf(":");
	return cut > typed.lastIndexOf("/") ? {
		repo: typed.slice(0, cut),
		tag: typed.slice(cut + 1)
	} : { repo: typed };
};
const tag = async (docker, { args: [image = "", target = ""] }) => {
	const { repo = "", tag } = targetOf(target);
	await ask(docker, {
		issuer: "client",
		type: "TagImage",
		image,
		repo,
		...tag !== void 0 && { tag }
	});
	return 0;
};
const printDeleted$1 = ({ out }, rows) => {
	for (const row of rows) out("Deleted" in row ? `Deleted: ${row.Deleted}\n` : `Untagged: ${row.Untagged}\n`);
};
const removeImages = async (docker, options) => {
	const force = options.is("force");
	const errors = [];
	let isFatal = false;
	for (const image of options.args) try {
		const removal = {
			image,
			force,
			noprune: options.is("no-prune")
		};
		printDeleted$1(docker, await orMissing("image", image, ask(docker, {
			issuer: "client",
			type: "RemoveImage",
			...removal
		})));
	} catch (error) {
		if (!(error instanceof Complaint)) isFatal = true;
		errors.push(errorText(error));
	}
	if (errors.length === 0) return 0;
	docker.err(`${errors.join("\n")}\n`);
	return isFatal || !force ? 1 : 0;
};
/** Here the engine reads the name, in its own words. */
const committedAs = (typed) => {
	const named = typed === "" ? void 0 : parseName(typed);
	if (named && "flaw" in named) throw new Complaint(named.flaw);
	return targetOf(typed);
};
const commit = async (docker, options) => {
	const [container = "", target = ""] = options.args;
	const comment = options.one("message");
	const author = options.one("author");
	const { Id } = await ask(docker, {
		issuer: "client",
		type: "CommitContainer",
		container,
		...committedAs(target),
		pause: options.one("pause") === void 0 || options.is("pause"),
		...comment !== void 0 && { comment },
		...author !== void 0 && { author },
		...options.has("change") && { changes: options.all("change") }
	});
	docker.out(`${Id}\n`);
	return 0;
};
// src/docker/verbs/archives.ts
const contentsOf = ({ machine }) => (digest) => known$1(machine.contents(digest), `content ${digest}`);
const exportContainer = async (docker, options) => {
	const [reference = ""] = options.args;
	await ask(docker, {
		issuer: "client",
		type: "ExportContainer",
		container: reference
	});
	const id = containerOf(docker, reference)?.id;
	const union = id && unionOf(docker.machine.world, id);
	if (!union) return 1;
	const tar = writeExportTar(union, contentsOf(docker));
	const output = options.one("output");
	if (output === void 0) docker.bytesOut(tar);
	else docker.files.write(output, tar);
	return 0;
};
/** Reads a file of the client's machine, as its own commands tell when it can not. */
const readHostFile = ({ files, stdin }, path) => {
	if (path === "-") return stdin();
	if (!files.look(path, true)) throw new Complaint(`open ${path}: no such file or directory`);
	return files.read(path);
};
const importImage = async (docker, options) => {
	const [source = "", target = ""] = options.args;
	const layer = layerOfTar(readHostFile(docker, source));
	if (typeof layer === "string") throw new Complaint(`Error response from daemon: ${layer}`);
	const tar = readHostFile(docker, source);
	for (const { offset, size } of layer.slices) docker.machine.bring(tar.subarray(offset, offset + size));
	docker.machine.bring(tar);
	const message = options.one("message");
	const { slices: _, ...content } = layer;
	const { image } = await ask(docker, {
		issuer: "client",
		type: "ImportImage",
		layer: content,
		source: "-",
		...message !== void 0 && { message },
		...options.has("change") && { changes: options.all("change") },
		...targetOf(target)
	});
	docker.out(`${image}\n`);
	return 0;
};
const save = async (docker, options) => {
	const saved = await ask(docker, {
		issuer: "client",
		type: "SaveImages",
		images: options.args
	});
	const output = options.one("output");
	const pieces = docker.archives.save(saved);
	if (output === void 0) for (const piece of pieces) docker.bytesOut(piece);
	else docker.files.write(output, joined(pieces));
	return 0;
};
const joined = (pieces) => {
	const all = [...pieces];
	const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const piece of all) {
		bytes.set(piece, at);
		at += piece.length;
	}
	return bytes;
};
const load = async (docker, options) => {
	const input = options.one("input");
	if (input !== void 0 && !docker.files.look(input, true)) throw new Complaint(`open ${input}: no such file or directory`);
	const { lines } = await docker.archives.load(input);
	for (const line of lines) docker.out(`${line}\n`);
	return 0;
};
// src/docker/verbs/attach.ts
/**
* Runs a container in the foreground: `start` sets it going, its output is printed as it comes, its exit code is the
* answer. A program that nothing will ever end is left running.
*/
const runAttached = async (docker, id, start) => {
	let ended;
	const stop = docker.machine.watch((event) => {
		if (event.stream !== "container" || event.id !== id) return;
		if (event.type === "OutputPrinted") (event.output === "stdout" ? docker.out : docker.err)(event.text);
		if (event.type === "ContainerDied") ended ??= event.exitCode;
		if (event.type === "ContainerRemoved") ended ??= 0;
	});
	try {
		await start();
		if (!await docker.machine.until(() => ended !== void 0, () => {
			const state = docker.machine.world.containers.get(id)?.state;
			return state && "pid" in state ? state.pid : void 0;
		})) docker.err(`plimsoll: ${id.slice(0, 12)} goes on by itself; detached\n`);
		return ended ?? 0;
	} finally {
		stop();
	}
};
const attach = async (docker, { args: [reference = ""] }) => {
	await orMissing("container", reference, ask(docker, {
		issuer: "client",
		type: "InspectContainer",
		container: reference
	}));
	const container = containerOf(docker, reference);
	const status = container?.state.status;
	if (status === "paused") throw new Complaint("You cannot attach to a paused container, unpause it first");
	if (status === "restarting") throw new Complaint("You cannot attach to a restarting container, wait until it is running");
	if (status !== "running") throw new Complaint("You cannot attach to a stopped container, start it first");
	return runAttached(docker, container?.id ?? "", () => ask(docker, {
		issuer: "client",
		type: "AttachContainer",
		container: reference,
		stream: true
	}));
};
// src/docker/format/human.ts
/** A length of time as Docker's lists show it: `2 hours`, `About a minute`. */
const humanDuration = (millis) => {
	const seconds = Math.trunc(millis / 1e3);
	if (seconds < 1) return "Less than a second";
	if (seconds === 1) return "1 second";
	if (seconds < 60) return `${seconds} seconds`;
	const minutes = Math.trunc(seconds / 60);
	if (minutes === 1) return "About a minute";
	if (minutes < 60) return `${minutes} minutes`;
	const hours = Math.trunc(millis / 36e5 + .5);
	if (hours === 1) return "About an hour";
	if (hours < 48) return `${hours} hours`;
	if (hours < 336) return `${Math.trunc(hours / 24)} days`;
	if (hours < 1440) return `${Math.trunc(hours / 24 / 7)} weeks`;
	if (hours < 17520) return `${Math.trunc(hours / 24 / 30)} months`;
	return `${Math.trunc(millis / 36e5 / 24 / 365)} years`;
};
const names = [
	"B",
	"kB",
	"MB",
	"GB",
	"TB",
	"PB",
	"EB",
	"ZB",
	"YB"
];
/** A size in powers of a thousand; lists show three digits, `virtual` ones four. */
const humanSize = (bytes, digits = 4) => {
	let size = bytes;
	let unit = 0;
	while (size >= 1e3 && unit < names.length - 1) {
		size /= 1e3;
		unit++;
	}
	return general(size, digits) + (names[unit] ?? "");
};
/** Go's `%.<digits>g`: 999.6 in three digits is `1e+03`. */
const general = (value, digits) => {
	const [mantissa = "", exponent] = value.toPrecision(digits).split("e+");
	const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
	return exponent === void 0 ? short : `${short}e+${exponent.padStart(2, "0")}`;
};
/** Cuts a text to `size` characters, the last one an ellipsis. */
const ellipsis = (text, size) => {
	const letters = [...text];
	return letters.length <= size ? text : `${letters.slice(0, size - 1).join("")}…`;
};
/** `2026-11-23 22:29:56 +0000 UTC` */
const goTime = (seconds) => `${(/* @__PURE__ */ new Date(seconds * 1e3)).toISOString().slice(0, 19).replace("T", " ")} +0000 UTC`;
// src/docker/verbs/cp.ts
const endOf = (text) => {
	const at = text.indexOf(":");
	return text === "-" || text.startsWith("/") || text.startsWith(".") || at < 0 ? { path: text } : {
		container: text.slice(0, at),
		path: text.slice(at + 1)
	};
};
const cp = async (docker, { args: [source = "", destination = ""] }) => {
	const from = endOf(source);
	const to = endOf(destination);
	if (from.container !== void 0 && to.container !== void 0) throw new Complaint("copying between containers is not supported");
	if (from.container === void 0 && to.container === void 0) throw new Complaint("must specify at least one container source");
	if (to.path === "-" && from.container !== void 0) await streamOut(docker, from.container, from.path);
	else if (from.path === "-" && to.container !== void 0) await streamIn(docker, to.container, to.path);
	else if (from.container !== void 0) await copyOut(docker, from.container, from.path, to.path);
	else await copyIn(docker, from.path, to.container ?? "", to.path);
	return 0;
};
const orNotThere = async (asking, container, path) => {
	try {
		return await asking;
	} catch (error) {
		if (error instanceof Refused && error.rejection.status === 404) throw new Complaint(`Error: No such container:path: ${container}:${path}`);
		throw error;
	}
};
const baseOf = (path) => path.replace(/\/+$/, "").split("/").at(-1) ?? "";
const copyOut = async (docker, container, path, to) => {
	await orNotThere(ask(docker, {
		issuer: "client",
		type: "StatArchive",
		container,
		path
	}), container, path);
	await orNotThere(ask(docker, {
		issuer: "client",
		type: "GetArchive",
		container,
		path
	}), container, path);
	const place = placeOf$1(docker.machine.world, container, path, false);
	if ("code" in place) return;
	const target = docker.files.look(to, true)?.kind === "directory" && !path.endsWith("/.") ? `${to.replace(/\/$/, "")}/${baseOf(path)}` : to;
	writeOut(docker, place, path.startsWith("/") ? path : `/${path}`, target);
};
/** `docker cp CONTAINER:PATH -` */
const streamOut = async (docker, container, path) => {
	await orNotThere(ask(docker, {
		issuer: "client",
		type: "GetArchive",
		container,
		path
	}), container, path);
	const { machine } = docker;
	const place = placeOf$1(machine.world, container, path, false);
	const owner = "code" in place ? void 0 : machine.world.containers.get(place.container.id);
	const plain = (path.startsWith("/") ? path : `/${path}`).replace(/\/\.?$/, "") || "/";
	const where = owner && whereEngineLooks(machine.world, owner, plain);
	if (!where || where.kind === "outside") return;
	const found = resolve$1(where.union, where.path, root$3, false);
	if (typeof found === "string") return;
	const name = path.endsWith("/.") || plain === "/" ? "." : baseOf(plain);
	docker.bytesOut(writeArchiveTar(where.union, found, name, (digest) => known$1(machine.contents(digest), `content ${digest}`)));
};
/** `docker cp - CONTAINER:PATH` */
const streamIn = async (docker, container, path) => {
	const { world } = docker.machine;
	const place = placeOf$1(world, container, path, true);
	if ("code" in place && place.code === "ContainerNotFound") throw new Refused(place);
	if ("code" in place || place.kind !== "directory") throw new Complaint(`destination "${container}:${path}" must be a directory`);
	const tar = docker.stdin();
	const read = tar.length === 0 ? {
		entries: [],
		slices: []
	} : layerOfTar(tar);
	if (typeof read === "string") throw new Complaint(`Error response from daemon: ${read}`);
	for (const { offset, size } of read.slices) docker.machine.bring(tar.subarray(offset, offset + size));
	const put = {
		container,
		path,
		entries: read.entries,
		noOverwriteDirNonDir: true
	};
	await orNotThere(ask(docker, {
		issuer: "client",
		type: "PutArchive",
		...put
	}), container, path);
};
const writeOut = (docker, place, path, to) => {
	const { machine, files } = docker;
	const container = machine.world.containers.get(place.container.id);
	const where = container && whereEngineLooks(machine.world, container, path.replace(/\/\.$/, "") || "/");
	if (!where || where.kind === "outside") return;
	const found = lstat(where.union, where.path);
	if (!found.ok) return;
	const { kind, mode } = found.value;
	if (kind === "directory") {
		if (files.look(to)?.kind !== "directory") files.makeDirectory(to, mode);
		const names = readdir(where.union, where.path);
		for (const name of names.ok ? names.value : []) writeOut(docker, place, `${path.replace(/\/\.?$/, "")}/${name}`, `${to}/${name}`);
		return;
	}
	if (kind === "symlink") {
		const target = readlink(where.union, where.path);
		if (target.ok) files.link(to, target.value);
		return;
	}
	const bytes = readFile(where.union, where.path, (digest) => machine.contents(digest));
	if (bytes.ok) files.write(to, bytes.value, mode);
};
const copyIn = async (docker, from, container, path) => {
	const source = docker.files.look(from.replace(/\/\.$/, ""));
	if (!source) throw new Complaint(`lstat ${from.lastIndexOf("/") === 0 ? `/${from}` : from}: no such file or directory`);
	const there = (await docker.machine.perform({
		issuer: "client",
		type: "StatArchive",
		container,
		path
	})).accepted ? placeOf$1(docker.machine.world, container, path, true) : void 0;
	if (source.kind === "directory" && there && !("code" in there) && there.kind !== "directory") throw new Complaint("cannot copy directory");
	const { directory, name } = await destinationOf(docker, container, path, from, source.kind === "directory");
	const put = {
		container,
		path: directory,
		entries: entriesOf(docker, from.replace(/\/\.$/, ""), name),
		noOverwriteDirNonDir: true
	};
	await orNotThere(ask(docker, {
		issuer: "client",
		type: "PutArchive",
		...put
	}), container, directory);
};
/** Into an existing directory under the source's name; else the last part of the path is the new name. */
const destinationOf = async (docker, container, path, from, isDirectory) => {
	const place = (await docker.machine.perform({
		issuer: "client",
		type: "StatArchive",
		container,
		path
	})).accepted ? placeOf$1(docker.machine.world, container, path, true) : void 0;
	if (place && !("code" in place) && place.kind === "directory") return {
		directory: path,
		name: from.endsWith("/.") ? "" : baseOf(from)
	};
	if ((path === "" || path.endsWith("/")) && !isDirectory) throw new Complaint("no such directory");
	const plain = path.replace(/\/+$/, "");
	return {
		directory: plain.slice(0, Math.max(0, plain.lastIndexOf("/"))) || "/",
		name: baseOf(plain)
	};
};
/** A file tree of the client's machine as members of a tar, owned by root. */
const entriesOf = ({ files, machine }, path, name) => {
	const entries = [];
	const add = (at, as) => {
		const found = files.look(at);
		if (!found) return;
		const common = {
			mode: found.mode,
			uid: 0,
			gid: 0,
			mtime: found.mtime
		};
		if (found.kind === "directory") {
			if (as !== "") entries.push({
				path: as,
				node: {
					kind: "directory",
					...common
				}
			});
			for (const child of files.list(at)) add(`${at}/${child}`, as === "" ? child : `${as}/${child}`);
		} else if (found.kind === "symlink") entries.push({
			path: as,
			node: {
				kind: "symlink",
				target: found.target ?? "",
				...common
			}
		});
		else if (found.kind === "file") {
			const bytes = files.read(at);
			entries.push({
				path: as,
				node: {
					kind: "file",
					content: machine.bring(bytes),
					size: bytes.length,
					...common
				}
			});
		}
	};
	add(path, name);
	return entries;
};
// src/docker/cli/flags.ts
/** The flags and arguments of one command line. */
var Options = class {
	given;
	args;
	constructor(given, args) {
		this.given = given;
		this.args = args;
	}
	has(name) {
		return this.given.has(name);
	}
	/** The last value given. */
	one(name) {
		return this.given.get(name)?.at(-1);
	}
	all(name) {
		return this.given.get(name) ?? [];
	}
	is(name) {
		const value = this.one(name);
		return value !== void 0 && isTruth(value);
	}
};
/** What the command line does not accept; printed with a hint at the help, exit code 125. */
var FlagError = class extends Error {
	name = "FlagError";
};
/** Flags that Docker accepts without mentioning them. */
const unmentioned = {
	run: [{
		name: "net",
		type: "network"
	}, {
		name: "dns-opt",
		type: "list"
	}],
	create: [{
		name: "net",
		type: "network"
	}, {
		name: "dns-opt",
		type: "list"
	}]
};
const declared = /^ {2,6}(?:-(\w), )?--([\w-]+)(?: ([a-z][\w-]*))?(?: {2,}|$)/;
const remembered$1 = /* @__PURE__ */ new Map();
const flagsOf = (command) => {
	const known = remembered$1.get(command);
	if (known) return known;
	const flags = [{
		name: "help",
		type: "bool"
	}, ...unmentioned[command.replace("container ", "")] ?? []];
	for (const line of helpOf(command).split("\n")) {
		const [, short, name, type = "bool"] = declared.exec(line) ?? [];
		if (name !== void 0 && name !== "help") flags.push({
			name,
			type,
			...short !== void 0 && { short }
		});
	}
	remembered$1.set(command, flags);
	return flags;
};
/** Commands whose flags end at the first argument: the rest belongs to the program in the container. */
const stopsAtArgument = /* @__PURE__ */ new Set([
	"run",
	"create",
	"exec",
	"top"
]);
/** Parses flags as pflag does: `--name value`, `--name=value`, `-abc`, `-n5`, `--` ends them. */
const parseFlags = (command, words) => {
	const flags = flagsOf(command);
	const given = /* @__PURE__ */ new Map();
	const args = [];
	const stops = stopsAtArgument.has(command.replace("container ", ""));
	let at = 0;
	const take = (flag, shown, value) => {
		const taken = value ?? (flag.type === "bool" ? "true" : words[at++]);
		if (taken === void 0) throw new FlagError(`flag needs an argument: ${shown}`);
		check(flag, taken);
		const name = flag.name === "net" ? "network" : flag.name;
		given.set(name, [...given.get(name) ?? [], taken]);
	};
	while (at < words.length) {
		const word = words[at++] ?? "";
		if (word === "--") {
			args.push(...words.slice(at));
			break;
		}
		if (word.startsWith("--")) {
			const [, name = "", value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
			const flag = flags.find((it) => it.name === name);
			if (!flag) throw new FlagError(`unknown flag: --${name}`);
			take(flag, `--${name}`, value);
		} else if (word.startsWith("-") && word.length > 1) for (let letters = word.slice(1); letters !== "";) {
			const letter = letters[0] ?? "";
			const flag = flags.find((it) => it.short === letter);
			if (!flag) throw new FlagError(`unknown shorthand flag: '${letter}' in -${letters}`);
			const rest = letters.slice(1);
			if (flag.type === "bool" && !rest.startsWith("=")) {
				take(flag, `-${letter}`, void 0);
				letters = rest;
			} else {
				take(flag, `'${letter}' in -${letters}`, rest === "" ? void 0 : rest.replace(/^=/, ""));
				letters = "";
			}
		}
		else {
			args.push(word);
			if (stops) {
				args.push(...words.slice(at));
				break;
			}
		}
	}
	return new Options(given, args);
};
const truths = /* @__PURE__ */ new Set([
	"1",
	"t",
	"T",
	"true",
	"TRUE",
	"True"
]);
const untruths = /* @__PURE__ */ new Set([
	"0",
	"f",
	"F",
	"false",
	"FALSE",
	"False"
]);
const isTruth = (value) => truths.has(value);
const check = ({ name, short, type }, value) => {
	const shown = short === void 0 ? `--${name}` : `-${short}, --${name}`;
	const refuse = (why) => {
		throw new FlagError(`invalid argument ${JSON.stringify(value)} for "${shown}" flag: ${why}`);
	};
	if (type === "bool" && !truths.has(value) && !untruths.has(value)) refuse(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
	if (type === "int" && !/^[-+]?(0x[0-9a-f]+|\d+)$/i.test(value)) refuse(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
	if (type === "bytes" && bytesOf(value) === void 0) refuse(`invalid size: '${value}'`);
};
const units$1 = {
	"": 1,
	b: 1,
	k: 1024,
	m: 2 ** 20,
	g: 2 ** 30,
	t: 2 ** 40,
	p: 2 ** 50
};
/** `512m`, `1.5g`, `64KiB` in bytes, as Docker's command line reads sizes. */
const bytesOf = (text) => {
	const [, number, unit = ""] = /^(-?\d+(?:\.\d+)?) ?([kmgtp])?(?:i?b)?$/i.exec(text) ?? /^(-1)$/.exec(text) ?? [];
	return number === void 0 ? void 0 : Math.trunc(Number(number) * (units$1[unit.toLowerCase()] ?? 1));
};
// src/docker/verbs/ports.ts
/** The errors are those of the client (measured with 20.10.24). */
const portsOf = (published, exposed) => {
	const bindings = {};
	for (const spec of published) for (const { port, binding } of publishedBy(spec)) {
		bindings[port] ??= [];
		bindings[port].push(binding);
	}
	const names = [...exposed.flatMap(exposedBy), ...Object.keys(bindings)];
	return {
		exposed: Object.fromEntries(names.map((port) => [port, {}])),
		bindings
	};
};
const exposedBy = (spec) => {
	const { ports, protocol } = withProtocol(spec);
	const range = rangeOf(ports);
	if (typeof range === "string") throw new Complaint(`invalid range format for --expose: ${spec}, error: ${range}`);
	return range.map((port) => `${port}/${protocol}`);
};
const withProtocol = (spec) => {
	const [ports = "", protocol = ""] = spec.split("/");
	return {
		ports,
		protocol: protocol === "" ? "tcp" : protocol.toLowerCase()
	};
};
/** `80` or `80-82`; a text says what is wrong. */
const rangeOf = (text) => {
	if (text === "") return "empty string specified for ports.";
	const [first = "", last = first] = text.split("-");
	for (const word of [first, last]) if (!/^\d+$/.test(word)) return `strconv.ParseUint: parsing ${JSON.stringify(word)}: invalid syntax`;
	for (const word of [first, last]) if (Number(word) > 65535) return `strconv.ParseUint: parsing ${JSON.stringify(word)}: value out of range`;
	const [from, to] = [Number(first), Number(last)];
	if (to < from) return `Invalid range specified for the Port: ${text}`;
	return Array.from({ length: to - from + 1 }, (_, at) => from + at);
};
/** `[[address:]host:]container[/protocol]` */
const publishedBy = (spec) => {
	const { ports, protocol } = withProtocol(spec);
	const parts = ports.split(":");
	const container = parts.at(-1) ?? "";
	const host = parts.at(-2) ?? "";
	const address = addressOf(parts.slice(0, -2).join(":"));
	if (container === "") throw new Complaint(`No port specified: ${spec}<empty>`);
	const inside = rangeOf(container);
	if (typeof inside === "string") throw new Complaint(`Invalid containerPort: ${container}`);
	const outside = host === "" ? [] : rangeOf(host);
	if (typeof outside === "string") throw new Complaint(`Invalid hostPort: ${host}`);
	const chooses = inside.length === 1 && outside.length > 1;
	if (outside.length > 0 && outside.length !== inside.length && !chooses) throw new Complaint(`Invalid ranges specified for container and host Ports: ${container} and ${host}`);
	if (![
		"tcp",
		"udp",
		"sctp"
	].includes(protocol)) throw new Complaint(`Invalid proto: ${protocol}`);
	return inside.map((port, at) => ({
		port: `${port}/${protocol}`,
		binding: {
			HostIp: address,
			HostPort: chooses ? host : String(outside[at] ?? "")
		}
	}));
};
const addressOf = (text) => {
	const address = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
	if (address === text && text.includes(":")) throw new Complaint(`Invalid ip address ${text}: address ${text}:: too many colons in address`);
	if (address !== "" && !isAddress(address)) throw new Complaint(`Invalid ip address: ${address}`);
	return address;
};
const isAddress = (text) => {
	const parts = text.split(".");
	if (parts.length === 4) return parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
	const groups = text.split(":");
	return groups.length > 2 && groups.length < 9 && groups.every((group) => /^[0-9a-f]{0,4}$/i.test(group));
};
// src/docker/verbs/further-config.ts
/** The settings that an engine keeps and the model does not act upon, by the API's names. What is wrong is told as the client tells it. */
const furtherConfigOf = (options) => {
	const fields = {
		...resourcesOf(options),
		...optionsOf(options)
	};
	const given = Object.entries(fields).filter(([, value]) => value !== void 0);
	return given.length === 0 ? void 0 : Object.fromEntries(given);
};
/** Those that `update` takes too. */
const resourcesOf = (options) => {
	const number = (flag) => options.has(flag) ? Number(options.one(flag)) : void 0;
	const size = (flag) => options.has(flag) ? bytesOf(options.one(flag) ?? "") : void 0;
	return {
		BlkioWeight: number("blkio-weight"),
		CpuPeriod: number("cpu-period"),
		CpuQuota: number("cpu-quota"),
		CpuRealtimePeriod: number("cpu-rt-period"),
		CpuRealtimeRuntime: number("cpu-rt-runtime"),
		CpuShares: number("cpu-shares"),
		CpusetCpus: options.one("cpuset-cpus"),
		CpusetMems: options.one("cpuset-mems"),
		KernelMemory: size("kernel-memory"),
		NanoCpus: options.has("cpus") ? nanoCpusOf(options.one("cpus") ?? "") : void 0
	};
};
const optionsOf = (options) => {
	const list = (flag, read) => options.has(flag) ? options.all(flag).map(read) : void 0;
	const { bindings } = portsOf(options.all("publish"), options.all("expose"));
	return {
		ContainerIDFile: options.one("cidfile"),
		PortBindings: Object.keys(bindings).length > 0 ? bindings : void 0,
		PublishAllPorts: options.is("publish-all") || void 0,
		VolumeDriver: options.one("volume-driver"),
		SecurityOpt: list("security-opt", securityOptionOf),
		UsernsMode: modeOf(options, "userns", "USER", ["host"]),
		Sysctls: options.has("sysctl") ? Object.fromEntries(options.all("sysctl").map(sysctlOf)) : void 0,
		BlkioDeviceReadBps: list("device-read-bps", (word) => rateOf("device-read-bps", word)),
		BlkioDeviceWriteBps: list("device-write-bps", (word) => rateOf("device-write-bps", word)),
		BlkioDeviceReadIOps: list("device-read-iops", (word) => rateOf("device-read-iops", word)),
		BlkioDeviceWriteIOps: list("device-write-iops", (word) => rateOf("device-write-iops", word)),
		BlkioWeightDevice: list("blkio-weight-device", weightOf),
		Devices: list("device", deviceOf),
		DeviceCgroupRules: list("device-cgroup-rule", cgroupRuleOf),
		DeviceRequests: options.has("gpus") ? [gpusOf(options.one("gpus") ?? "")] : void 0,
		MemorySwappiness: swappinessOf(options),
		OomKillDisable: options.is("oom-kill-disable") || void 0,
		Ulimits: options.has("ulimit") ? ulimitsOf(options.all("ulimit")) : void 0
	};
};
const refuse = (flag, word, why) => {
	throw new FlagError(`invalid argument ${JSON.stringify(word)} for "${flag}" flag: ${why}`);
};
/** Modes of namespaces: what the client lets through. */
const modeOf = (options, flag, kind, allowed) => {
	const mode = options.one(flag);
	if (mode === void 0 || mode === "" || allowed.includes(mode)) return mode;
	if (allowed.includes("container:") && /^container:./.test(mode)) return mode;
	throw new Complaint(`--${flag}: invalid ${kind} mode`);
};
const nanoCpusOf = (text) => {
	if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text)) refuse("--cpus", text, `failed to parse ${text} as a rational number`);
	return Math.round(Number(text) * 1e9);
};
const securityOptionOf = (option) => {
	if (!/[=:]/.test(option) && option !== "no-new-privileges") throw new Complaint(`Invalid --security-opt: ${JSON.stringify(option)}`);
	return option;
};
const sysctls = /* @__PURE__ */ new Set([...[
	"kernel.msgmax",
	"kernel.msgmnb",
	"kernel.msgmni",
	"kernel.sem",
	"kernel.shmall",
	"kernel.shmmax"
], ...["kernel.shmmni", "kernel.shm_rmid_forced"]]);
const sysctlOf = (word) => {
	const at = word.indexOf("=");
	const name = at < 0 ? word : word.slice(0, at);
	if (!(at >= 0 && (sysctls.has(name) || /^(net|fs\.mqueue)\./.test(name)))) refuse("--sysctl", word, `sysctl '${word}' is not whitelisted`);
	return [name, word.slice(at + 1)];
};
const rateOf = (flag, word) => {
	const at = word.indexOf(":");
	if (at < 0) refuse(`--${flag}`, word, `bad format: ${word}`);
	const rate = bytesOf(word.slice(at + 1));
	if (rate === void 0) refuse(`--${flag}`, word, `invalid rate for device: ${word}. The correct format is <device-path>:<number>[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb`);
	return {
		Path: word.slice(0, at),
		Rate: rate ?? 0
	};
};
const weightOf = (word) => {
	const at = word.indexOf(":");
	if (at < 0) refuse("--blkio-weight-device", word, `bad format: ${word}`);
	return {
		Path: word.slice(0, at),
		Weight: Number(word.slice(at + 1))
	};
};
const isDeviceMode = (text) => /^[rwm]+$/.test(text) && new Set(text).size === text.length;
/** `/dev/host[:/dev/inside][:rwm]` */
const deviceOf = (word) => {
	const parts = word.split(":");
	const [host = "", second, third] = parts;
	if (word === "" || parts.length > 3) throw new Complaint(`bad format for path: ${word}`);
	if (!host.startsWith("/")) throw new Complaint(`${word} is not an absolute path`);
	const isMode = second !== void 0 && third === void 0 && isDeviceMode(second);
	const mode = isMode ? second : third ?? "rwm";
	if (!isDeviceMode(mode)) throw new Complaint(`bad mode specified: ${mode}`);
	return {
		PathOnHost: host,
		PathInContainer: isMode ? host : second ?? host,
		CgroupPermissions: mode
	};
};
const cgroupRuleOf = (word) => /^[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}$/.test(word) ? word : refuse("--device-cgroup-rule", word, `invalid device cgroup format '${word}'`);
const gpusOf = (word) => {
	if (word !== "all" && !/^[-+]?\d+$/.test(word)) refuse("--gpus", word, `count must be an integer: strconv.Atoi: parsing ${JSON.stringify(word)}: invalid syntax`);
	return {
		Driver: "",
		Count: word === "all" ? -1 : Number(word),
		DeviceIDs: null,
		Capabilities: [["gpu"]],
		Options: {}
	};
};
const swappinessOf = (options) => {
	if (!options.has("memory-swappiness")) return void 0;
	const value = Number(options.one("memory-swappiness"));
	if (value !== -1 && (value < 0 || value > 100)) throw new Complaint(`invalid value: ${value}. Valid memory swappiness range is 0-100`);
	return value === -1 ? void 0 : value;
};
const ulimitNames = /* @__PURE__ */ new Set([...[
	"core",
	"cpu",
	"data",
	"fsize",
	"locks",
	"memlock",
	"msgqueue",
	"nice",
	"nofile",
	"nproc",
	"rss",
	"rtprio"
], ...[
	"rttime",
	"sigpending",
	"stack"
]]);
const ulimitsOf = (words) => {
	return [...new Map(words.map(ulimitOf).map((it) => [it.Name, it])).values()].sort((a, b) => a.Name < b.Name ? -1 : 1);
};
const ulimitOf = (word) => {
	const [name = "", value] = word.split("=");
	const bad = (why) => refuse("--ulimit", word, why);
	if (value === void 0) return bad(`invalid ulimit argument: ${word}`);
	if (!ulimitNames.has(name)) return bad(`invalid ulimit type: ${name}`);
	const limits = value.split(":");
	if (limits.length > 2) return bad(`too many limit value arguments - ${value}, can only have up to two, \`soft[:hard]\``);
	for (const limit of limits) if (!/^[-+]?\d+$/.test(limit)) return bad(`strconv.ParseInt: parsing ${JSON.stringify(limit)}: invalid syntax`);
	const [soft = 0, hard = soft] = limits.map(Number);
	if (hard !== -1 && (soft > hard || soft === -1)) return bad(`ulimit soft limit must be less than or equal to hard limit: ${soft} > ${hard}`);
	return {
		Name: name,
		Hard: hard,
		Soft: soft
	};
};
// src/docker/verbs/host-config.ts
/** `on-failure:3` */
const restartPolicyOf = (text) => {
	const [name = "", count, ...more] = text.split(":");
	if (more.length > 0) throw new Complaint("invalid restart policy format");
	if (count !== void 0 && !/^[-+]?\d+$/.test(count)) throw new Complaint("maximum retry count must be an integer");
	return {
		Name: name,
		MaximumRetryCount: Number(count ?? 0)
	};
};
/** `k=v` pairs; a word without `=` has an empty value. */
const pairsOf = (words) => Object.fromEntries(words.map((word) => {
	const at = word.indexOf("=");
	return at < 0 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)];
}));
/** What the flags of `run` and `create` say about the host's side of a container. */
const hostConfigOf = (options) => {
	const list = (name) => options.has(name) ? options.all(name) : void 0;
	const binds = options.all("volume").filter((volume) => volume.includes(":"));
	const size = (name) => options.has(name) ? bytesOf(options.one(name) ?? "") : void 0;
	const text = (name) => options.one(name);
	const number = (name) => options.has(name) ? Number(options.one(name)) : void 0;
	return defined({
		Binds: binds.length > 0 ? binds : void 0,
		LogConfig: logConfigOf(options),
		NetworkMode: text("network") ?? "default",
		RestartPolicy: restartPolicyOf(text("restart") ?? "no"),
		AutoRemove: options.is("rm") || void 0,
		VolumesFrom: list("volumes-from"),
		CgroupnsMode: modeOf(options, "cgroupns", "CGROUP", ["private", "host"]),
		CgroupParent: text("cgroup-parent"),
		GroupAdd: list("group-add"),
		IpcMode: text("ipc"),
		OomScoreAdj: number("oom-score-adj"),
		PidMode: modeOf(options, "pid", "PID", ["host", "container:"]),
		UTSMode: modeOf(options, "uts", "UTS", ["host"]),
		Privileged: options.is("privileged") || void 0,
		ReadonlyRootfs: options.is("read-only") || void 0,
		Tmpfs: options.has("tmpfs") ? tmpfsOf(options.all("tmpfs")) : void 0,
		Mounts: options.has("mount") ? options.all("mount").map(mountOf) : void 0,
		ShmSize: size("shm-size"),
		Memory: size("memory"),
		MemorySwap: size("memory-swap"),
		MemoryReservation: size("memory-reservation"),
		PidsLimit: number("pids-limit"),
		Init: options.has("init") ? options.is("init") : void 0,
		CapAdd: list("cap-add"),
		CapDrop: list("cap-drop"),
		Runtime: text("runtime"),
		Isolation: text("isolation"),
		StorageOpt: options.has("storage-opt") ? storageOptionsOf(options.all("storage-opt")) : void 0,
		Dns: list("dns")?.map(serverOf),
		DnsOptions: list("dns-option") ?? list("dns-opt"),
		DnsSearch: list("dns-search"),
		ExtraHosts: list("add-host")?.map(extraHostOf),
		Further: furtherConfigOf(options)
	});
};
const logConfigOf = (options) => {
	if (!options.has("log-driver") && !options.has("log-opt")) return void 0;
	const Type = options.one("log-driver") ?? "json-file";
	if (Type === "none" && options.has("log-opt")) throw new Complaint("invalid logging opts for driver none");
	return {
		Type,
		Config: pairsOf(options.all("log-opt"))
	};
};
const storageOptionsOf = (words) => {
	if (words.some((word) => !word.includes("="))) throw new Complaint("invalid storage option");
	return pairsOf(words);
};
const invalid = (flag, word, why) => {
	throw new FlagError(`invalid argument ${JSON.stringify(word)} for "${flag}" flag: ${why}`);
};
const serverOf = (word) => isAddress(word) ? word : invalid("--dns", word, `${word} is not an ip address`);
const extraHostOf = (word) => {
	const at = word.indexOf(":");
	if (at < 1) return invalid("--add-host", word, `bad format for add-host: ${JSON.stringify(word)}`);
	const address = word.slice(at + 1);
	return address === "host-gateway" || isAddress(address) ? word : invalid("--add-host", word, `invalid IP address in add-host: ${JSON.stringify(address)}`);
};
/** Without the fields that have no value. */
const defined = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== void 0));
const tmpfsOf = (words) => Object.fromEntries(words.map((word) => {
	const at = word.indexOf(":");
	return at < 0 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)];
}));
const kinds$1 = [
	"bind",
	"volume",
	"tmpfs"
];
const mountFields = /* @__PURE__ */ new Set([...[
	"type",
	"source",
	"src",
	"target",
	"dst",
	"destination",
	"readonly",
	"ro",
	"consistency",
	"bind-propagation"
], ...[
	"bind-nonrecursive",
	"volume-nocopy",
	"volume-label",
	"volume-driver",
	"volume-opt",
	"tmpfs-size",
	"tmpfs-mode"
]]);
/** `type=volume,source=data,target=/data,readonly` */
const mountOf = (text) => {
	const fields = text.split(",").map((field) => {
		const at = field.indexOf("=");
		return at < 0 ? [field.toLowerCase(), void 0] : [field.slice(0, at).toLowerCase(), field.slice(at + 1)];
	});
	const of = (...names) => fields.findLast(([name]) => names.includes(name))?.[1];
	const isSet = (...names) => fields.some(([name, value]) => names.includes(name) && (value === void 0 || value === "true" || value === "1"));
	const refuse = (why) => {
		throw new FlagError(`invalid argument ${JSON.stringify(text)} for "--mount" flag: ${why}`);
	};
	for (const [name, value] of fields) if (value === void 0 && ![
		"readonly",
		"ro",
		"volume-nocopy",
		"bind-nonrecursive"
	].includes(name)) refuse(`invalid field '${name}' must be a key=value pair`);
	const unknown = fields.findIndex(([name]) => !mountFields.has(name));
	if (unknown >= 0) refuse(`unexpected key '${fields[unknown]?.[0]}' in '${text.split(",")[unknown]}'`);
	const target = of("target", "dst", "destination");
	if (target === void 0) return refuse("target is required");
	const source = of("source", "src");
	const type = of("type") ?? "volume";
	const kind = kinds$1.find((it) => it === type) ?? type;
	const labels = fields.flatMap(([name, value]) => name === "volume-label" && value !== void 0 ? [value] : []);
	const volume = defined({
		NoCopy: isSet("volume-nocopy") || void 0,
		Labels: labels.length > 0 ? pairsOf(labels) : void 0
	});
	const size = of("tmpfs-size");
	const mode = of("tmpfs-mode");
	const tmpfs = defined({
		SizeBytes: size === void 0 ? void 0 : bytesOf(size),
		Mode: mode === void 0 ? void 0 : Number.parseInt(mode, 8)
	});
	return {
		Type: kind,
		Target: target,
		...source !== void 0 && { Source: source },
		...isSet("readonly", "ro") && { ReadOnly: true },
		...Object.keys(volume).length > 0 && { VolumeOptions: volume },
		...Object.keys(tmpfs).length > 0 && { TmpfsOptions: tmpfs }
	};
};
// src/docker/verbs/build.ts
/** `docker build` by the classic builder. */
const build = async (docker, options) => {
	const [path = ""] = options.args;
	if (!docker.files.look(path, true)) throw new Complaint(`unable to prepare context: path ${JSON.stringify(path)} not found`);
	const all = entriesOf(docker, path.replace(/\/+$/, "") || "/", "");
	const dockerfile = options.one("file") ?? `${path}/Dockerfile`;
	if (!docker.files.look(dockerfile, true)) throw new Complaint(`unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat ${dockerfile}: no such file or directory`);
	const context = withoutIgnored(docker, path, all);
	const quiet = options.is("quiet");
	const sending = `Sending build context to Docker daemon  ${humanSize(tarSize(context))}\r\r\n`;
	if (!quiet) docker.out(sending);
	const tag = options.one("tag");
	const built = await docker.archives.build({
		dockerfile: new TextDecoder().decode(docker.files.read(dockerfile)),
		context,
		buildArgs: pairsOf(options.all("build-arg")),
		noCache: options.is("no-cache"),
		...tag !== void 0 && { tag }
	});
	const { lines } = built;
	if ("error" in built) {
		const { message } = built.error;
		if (quiet) docker.out(sending);
		for (const line of lines) docker.out(`${line}\n`);
		const [, code = 1] = /returned a non-zero code: (\d+)$/.exec(message) ?? [];
		throw new Complaint(lines.length === 0 ? `Error response from daemon: ${message}` : message, Number(code));
	}
	if (!quiet) for (const line of lines) docker.out(`${line}\n`);
	if (quiet) docker.out(`${built.image}\n`);
	return 0;
};
const tarSize = (entries) => entries.reduce((sum, { node }) => sum + 512 + (node.kind === "file" ? Math.ceil(node.size / 512) * 512 : 0), 1024);
/** `.dockerignore`: patterns by line, the last that fits decides, `!` takes back in. */
const withoutIgnored = (docker, path, entries) => {
	if (!docker.files.look(`${path}/.dockerignore`, true)) return entries;
	const rules = new TextDecoder().decode(docker.files.read(`${path}/.dockerignore`)).split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#")).map((line) => ({
		isBack: line.startsWith("!"),
		form: formOf(line.replace(/^!/, "").replace(/^\/|\/$/g, ""))
	}));
	const isIgnored = (name) => rules.reduce((ignored, { isBack, form }) => form.test(name) ? !isBack : ignored, false);
	return entries.filter((entry) => ["Dockerfile", ".dockerignore"].includes(entry.path) || !isIgnored(entry.path));
};
const formOf = (pattern) => {
	const text = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("**/", "\0").replaceAll("*", "[^/]*").replaceAll("?", "[^/]").replaceAll("\0", "(?:.*/)?");
	return new RegExp(`^${text}(?:/.*)?$`);
};
// src/views/docker-events.ts
/** What Docker tells the world when this happens in `world`; `undefined` for what it keeps to itself. */
const dockerEvent = (world, event) => {
	switch (event.stream) {
		case "container": return ofContainer(world.containers.get(event.id), event);
		case "volume": return ofVolume(world, event);
		case "image": return ofImage(event);
		case "reference": return ofReference(event);
		case "distribution": return ofDistribution(event);
		default: return;
	}
};
const ofContainer = (before, event) => {
	switch (event.type) {
		case "ContainerCreated":
		case "CreateAbandoned": return lifeLine(event, event.name, event.config, event.type === "ContainerCreated" ? "create" : "destroy");
		case "NetworkConnected":
		case "NetworkDisconnected": return ofNetwork(event);
		default: return before && ofLife(before, event);
	}
};
const ofLife = (it, event) => {
	const line = (action, specific = {}) => lifeLine(event, it.name, it.config, action, specific);
	switch (event.type) {
		case "ContainerStarted": return line("start");
		case "ContainerSignalled": return it.state.status === "restarting" ? void 0 : line("kill", { signal: String(event.signal) });
		case "ContainerDied": return event.unheard ? void 0 : line("die", { exitCode: String(event.reported) });
		case "ContainerRenamed": return lifeLine(event, event.to, it.config, "rename", { oldName: `/${event.from}` });
		case "ContainerHealthChanged": return it.state.status === "running" && event.health !== "starting" ? line(`health_status: ${event.health}`) : void 0;
		case "ExecCreated": return line(`exec_create: ${shown$1(event.config)}`, { execID: event.exec });
		case "ExecStarted": {
			const exec = known$1(it.execs.get(event.exec), `exec ${event.exec}`);
			return line(`exec_start: ${shown$1(exec.config)}`, { execID: event.exec });
		}
		case "ExecDied": return line("exec_die", {
			execID: event.exec,
			exitCode: String(event.reported)
		});
		case "ContainerObserved": return line(event.action, event.attributes);
		default: {
			const action = plainActions[event.type];
			return action === void 0 ? void 0 : line(action);
		}
	}
};
/** Events that say no more than that they happened. */
const plainActions = {
	ContainerPaused: "pause",
	ContainerUnpaused: "unpause",
	ContainerStopped: "stop",
	ContainerRestarted: "restart",
	ContainerUpdated: "update",
	ContainerOutOfMemory: "oom",
	ContainerRemoved: "destroy"
};
/** Command and arguments, with the blank that is left where there are no arguments (measured, docs/facts.md). */
const shown$1 = ({ command: [path = "", ...args] }) => `${path} ${args.join(" ")}`;
/** Labels win over what the event itself has to say, but not over name and image (measured, docs/facts.md). */
const lifeLine = ({ id, at }, name, { Image, Labels }, Action, specific = {}) => ({
	Type: "container",
	Action,
	Actor: {
		ID: id,
		Attributes: {
			...specific,
			...Labels,
			...Image ? { image: Image } : {},
			name
		}
	},
	at
});
const drivers = {
	none: "null",
	host: "host",
	bridge: "bridge"
};
const networkIds = /* @__PURE__ */ new Map();
/** The engine's own networks have an id each that no event ever told; one name, one id. */
const networkIdOf = (name) => {
	const before = networkIds.get(name);
	if (before !== void 0) return before;
	const id = sha256Hex(`network ${name}`);
	networkIds.set(name, id);
	return id;
};
const ofNetwork = ({ id, at, type, network }) => ({
	Type: "network",
	Action: type === "NetworkConnected" ? "connect" : "disconnect",
	Actor: {
		ID: networkIdOf(network),
		Attributes: {
			container: id,
			name: network,
			type: drivers[network] ?? "bridge"
		}
	},
	at
});
const ofVolume = (world, event) => {
	const { id, at } = event;
	const driver = event.type === "VolumeCreated" ? event.driver : world.volumes.get(id)?.driver ?? "local";
	const line = (Action, specific = {}) => ({
		Type: "volume",
		Action,
		Actor: {
			ID: id,
			Attributes: {
				...specific,
				driver
			}
		},
		at
	});
	switch (event.type) {
		case "VolumeCreated":
		case "VolumeCreatedAgain": return line("create");
		case "VolumeMounted": {
			const { container, destination, rw } = event;
			return line("mount", {
				container,
				destination,
				propagation: "",
				"read/write": String(rw)
			});
		}
		case "VolumeUnmounted": return line("unmount", { container: event.container });
		case "VolumeRemoved": return event.pruned ? void 0 : line("destroy");
		case "VolumeChanged": return;
	}
};
const ofImage = (event) => {
	switch (event.type) {
		case "ImageAnnounced": return imageLine(event.id, event.action, { name: event.name }, event.at);
		case "ImageSaved": return imageLine(event.id, "save", { name: event.name }, event.at);
		case "ImageRemoved": return imageLine(event.id, "delete", { name: event.id }, event.at);
		default: return;
	}
};
const ofReference = (event) => {
	if (event.type === "ReferenceSet") return event.announced && imageLine(event.image, "tag", { name: event.announced.typed }, event.at);
	return event.announced ? imageLine(event.image, "untag", { name: event.image }, event.at) : void 0;
};
const ofDistribution = (event) => {
	switch (event.type) {
		case "ImagePulled": return imageLine(event.reference, "pull", { name: event.reference.replace(/(:[^:/]*|@.*)$/, "") }, event.at);
		case "ImagesPruned": return pruneLine("image", event);
		case "ContainersPruned": return pruneLine("container", event);
		case "VolumesPruned": return pruneLine("volume", event);
		default: return;
	}
};
const imageLine = (ID, Action, Attributes, at) => ({
	Type: "image",
	Action,
	Actor: {
		ID,
		Attributes
	},
	at
});
const pruneLine = (Type, { reclaimed, at }) => ({
	Type,
	Action: "prune",
	Actor: {
		ID: "",
		Attributes: { reclaimed: String(reclaimed) }
	},
	at
});
// src/views/container-paths.ts
/** Where the engine keeps a container's own files. */
const containerDirectory = (id) => `/var/lib/docker/containers/${id}`;
/** The json-file driver alone has a file of this name. */
const logPath = (it) => (it.hostConfig.LogConfig?.Type ?? "json-file") === "json-file" && (it.logOpened || wasPrepared(it)) ? `${containerDirectory(it.id)}/${it.id}-json.log` : "";
const preparedPath = (it, file) => wasPrepared(it) ? `${containerDirectory(it.id)}/${file}` : "";
/** All containers in the host's network share one of that name (measured, docs/data-root.md). */
const sandboxKey = ({ sandboxId, hostConfig }) => sandboxId === "" ? "" : `/var/run/docker/netns/${hostConfig.NetworkMode === "host" ? "default" : sandboxId.slice(0, 12)}`;
/** The name that Docker lists the network under; `container:…` joins another's and lists none. */
const networkOf = ({ hostConfig: { NetworkMode = "default" } }) => NetworkMode === "default" ? "bridge" : NetworkMode.startsWith("container:") ? void 0 : NetworkMode;
/** Known from the first start on. */
const networkId = (it) => {
	const name = networkOf(it);
	return name === void 0 || it.sandboxId === "" ? "" : networkIdOf(name);
};
/** The mount points that the engine stores and tells, by destination: a `--tmpfs` is in the host config alone. */
const mountPointsOf = ({ mounts, hostConfig: { Tmpfs = {} } }) => mounts.filter(({ type, destination }) => type !== "tmpfs" || !Object.hasOwn(Tmpfs, destination)).sort((a, b) => a.destination < b.destination ? -1 : 1);
// src/docker/format/image-rows.ts
/** What a chain of layers holds together. */
const sizeOfChain = ({ layers }, top) => {
	let sum = 0;
	for (let layer = top && layers.get(top); layer; layer = layer.parent && layers.get(layer.parent)) sum += layer.size;
	return sum;
};
const sizeOfImage$1 = (world, image) => sizeOfChain(world, topLayerOf(image));
const createdOf = ({ config }) => parseInstant(config.created ?? "") ?? epoch;
const none = "<none>";
/** One line for each tag; a digest alone makes a line without tag; an image without names one without either. */
const linesOf$1 = (world, image, digests) => {
	const references = membersOf$3(world.indexes.imageReferences, image.id);
	const tags = references.filter((it) => !it.includes("@"));
	const byDigest = references.filter((it) => it.includes("@")).map((it) => it.split("@"));
	const lines = tags.map((it) => {
		const cut = it.lastIndexOf(":");
		const repository = it.slice(0, cut);
		return {
			image,
			repository,
			tag: it.slice(cut + 1),
			digest: byDigest.find(([name]) => name === repository)?.[1] ?? none
		};
	});
	for (const [repository, digest] of byDigest) if (!lines.some((line) => line.repository === repository) && (digests || tags.length === 0)) lines.push({
		image,
		repository,
		tag: none,
		digest
	});
	return lines.length > 0 ? lines : [{
		image,
		repository: none,
		tag: none,
		digest: none
	}];
};
const imageTable = (digests) => `table {{.Repository}}\\t{{.Tag}}\\t${digests ? "{{.Digest}}\\t" : ""}{{.ID}}\\t{{.CreatedSince}}\\t{{.Size}}`;
/** Docker's table of images. */
const imageListing = (world, images, shown) => ({
	type: "*formatter.imageContext",
	headers: {
		ID: "IMAGE ID",
		Repository: "REPOSITORY",
		Tag: "TAG",
		Digest: "DIGEST",
		CreatedSince: "CREATED",
		CreatedAt: "CREATED AT",
		Size: "SIZE",
		Containers: "CONTAINERS",
		VirtualSize: "SIZE",
		SharedSize: "SHARED SIZE",
		UniqueSize: "UNIQUE SIZE"
	},
	rows: images.flatMap((image) => linesOf$1(world, image, shown.digests)).map((line) => imageRow(world, line, shown))
});
const imageRow = (world, { image, repository, tag, digest }, { now, trunc }) => {
	const created = createdOf(image);
	const size = sizeOfImage$1(world, image);
	return {
		Containers: "N/A",
		CreatedAt: goTime(secondsOf(created)),
		CreatedSince: ago(created, now),
		Digest: digest,
		ID: trunc ? shortId(image.id) : image.id,
		Repository: repository,
		SharedSize: "N/A",
		Size: humanSize(size, 3),
		Tag: tag,
		UniqueSize: "N/A",
		VirtualSize: humanSize(size)
	};
};
const ago = (created, now) => `${humanDuration(millisOf(now) - secondsOf(created) * 1e3)} ago`;
const historyTable = (human) => `table {{.ID}}\\t{{${human ? ".CreatedSince" : ".CreatedAt"}}}\\t{{.CreatedBy}}\\t{{.Size}}\\t{{.Comment}}`;
/** Rows of `docker history`, newest first; the ids of local parents where there are any. */
const historyListing = (world, image, how) => {
	const { now, trunc, human } = how;
	const sizes = layerSizes(world, image);
	const ids = idsOfHistory(world, image);
	return {
		type: "*image.historyContext",
		headers: {
			ID: "IMAGE",
			CreatedSince: "CREATED",
			CreatedAt: "CREATED AT",
			CreatedBy: "CREATED BY",
			Size: "SIZE",
			Comment: "COMMENT"
		},
		rows: image.config.history.map((it, at) => {
			const created = parseInstant(it.created ?? "") ?? epoch;
			const size = sizes[at] ?? 0;
			const by = (it.created_by ?? "").replaceAll("	", " ");
			return {
				Comment: it.comment ?? "",
				CreatedAt: rfc3339Nano(`${created.slice(0, 19)}.000000000Z`),
				CreatedBy: trunc ? ellipsis(by, 45) : by,
				CreatedSince: human ? ago(created, now) : rfc3339Nano(`${created.slice(0, 19)}.000000000Z`),
				ID: trunc ? shortOrMissing(ids[at]) : ids[at] ?? "<missing>",
				Size: human ? humanSize(size, 3) : String(size)
			};
		}).reverse()
	};
};
const shortOrMissing = (id) => id === void 0 ? "<missing>" : shortId(id);
/** What each history row's layer holds; a row without a layer holds nothing. */
const layerSizes = (world, image) => {
	const chain = [];
	const top = topLayerOf(image);
	for (let layer = top && world.layers.get(top); layer; layer = layer.parent && world.layers.get(layer.parent)) chain.unshift(layer.size);
	let next = 0;
	return image.config.history.map(({ empty_layer }) => empty_layer ? 0 : chain[next++] ?? 0);
};
/** Each image of the line of parents names the newest row of its own history. */
const idsOfHistory = ({ images }, image) => {
	const ids = image.config.history.map(() => void 0);
	for (let it = image; it; it = it.parent && images.get(it.parent)) ids[it.config.history.length - 1] = it.id;
	return ids;
};
// src/docker/format/container-rows.ts
/** `Up 3 seconds (Paused)`, `Exited (0) 2 hours ago`: the engine's text, from its clock. */
const statusText = ({ state, health }, now) => {
	const since = (at) => humanDuration(millisOf(now) - millisOf(at));
	switch (state.status) {
		case "created": return "Created";
		case "running": return `Up ${since(state.startedAt)}${health === void 0 ? "" : ` (${health === "starting" ? "health: starting" : health})`}`;
		case "paused": return `Up ${since(state.startedAt)} (Paused)`;
		case "restarting": return `Restarting (${state.exitCode}) ${since(state.finishedAt)} ago`;
		case "removing": return "Removal In Progress";
		case "dead": return "Dead";
		default: return state.finishedAt === void 0 ? "Created" : `Exited (${state.exitCode}) ${since(state.finishedAt)} ago`;
	}
};
/** The reference that the container was created by, or its image's id once that reference leads elsewhere. */
const imageName = (world, { config, image }, trunc) => {
	const name = config.Image ?? "";
	if (name === "") return "<no image>";
	const found = findImage(world, name);
	const shown = "image" in found && found.image.id === image ? name : image;
	if (!trunc) return shown;
	const short = shortId(image);
	return shown === image || shortId(shown) === short ? short : shown.replace(/@sha256:.*$/, "");
};
const commandText = ({ path, args }) => [path, ...args.map((arg) => arg.includes(" ") ? `'${arg}'` : arg)].join(" ");
const quoted$1 = (text) => JSON.stringify(text).replace(/\\u00(..)/g, "\\x$1");
const networkName = (mode = "default") => mode === "default" ? "bridge" : mode.startsWith("container:") ? "" : mode;
const portsText = ({ config, state, hostConfig }) => state.status === "running" && networkName(hostConfig.NetworkMode) === "bridge" ? Object.keys(config.ExposedPorts ?? {}).join(", ") : "";
/** A tmpfs has neither a name nor a source, and one that `--tmpfs` asked for is no mount point (measured). */
const mountNames = (it) => mountPointsOf(it).map(({ name, source }) => name ?? source ?? "");
const sizeText = (world, it) => {
	const upper = unionOf(world, it.id)?.upper;
	const own = upper ? sizeOfTree(upper) : 0;
	const below = sizeOfChain(world, world.writeLayers.get(it.id)?.parent);
	const total = humanSize(own + below, 3);
	return below + own > 0 ? `${humanSize(own, 3)} (virtual ${total})` : humanSize(own, 3);
};
/** Docker's own table of containers, and what `--format` can name. */
const containerListing = (world, containers, now, trunc) => ({
	type: "*formatter.ContainerContext",
	headers,
	rows: containers.map((it) => containerRow(world, it, now, trunc))
});
const headers = {
	ID: "CONTAINER ID",
	Names: "NAMES",
	Image: "IMAGE",
	Command: "COMMAND",
	CreatedAt: "CREATED AT",
	RunningFor: "CREATED",
	Ports: "PORTS",
	State: "STATE",
	Status: "STATUS",
	Size: "SIZE",
	Labels: "LABELS",
	Mounts: "MOUNTS",
	LocalVolumes: "LOCAL VOLUMES",
	Networks: "NETWORKS"
};
const containerTable = (size) => `table {{.ID}}\\t{{.Image}}\\t{{.Command}}\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Ports}}\\t{{.Names}}${size ? "\\t{{.Size}}" : ""}`;
const containerRow = (world, it, now, trunc) => {
	const labels = it.config.Labels ?? {};
	const names = mountNames(it).map((name) => trunc ? ellipsis(name, 15) : name);
	const command = commandText(it);
	return {
		Command: quoted$1(trunc ? ellipsis(command, 20) : command),
		CreatedAt: goTime(secondsOf(it.createdAt)),
		ID: trunc ? shortId(it.id) : it.id,
		Image: imageName(world, it, trunc),
		Labels: Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(","),
		LocalVolumes: String(it.mounts.filter(({ type }) => type === "volume").length),
		Mounts: names.join(","),
		Names: it.name,
		Networks: networkName(it.hostConfig.NetworkMode),
		Ports: portsText(it),
		RunningFor: `${humanDuration(millisOf(now) - secondsOf(it.createdAt) * 1e3)} ago`,
		Size: sizeText(world, it),
		State: it.state.status,
		Status: statusText(it, now),
		Label: (name) => Object.hasOwn(labels, name) ? labels[name] : ""
	};
};
// src/docker/verbs/lists.ts
/** `key=value` words of `--filter`; `flag` as a complaint names it. */
const filtersOf = (words, flag = "-f, --filter") => {
	const filters = /* @__PURE__ */ new Map();
	for (const word of words) {
		const [, key, value] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
		if (key === void 0 || value === void 0) throw new FlagError(`invalid argument ${JSON.stringify(word)} for "${flag}" flag: bad format of filter (expected name=value)`);
		const name = key.trim().toLowerCase();
		filters.set(name, [...filters.get(name) ?? [], value.trim()]);
	}
	return filters;
};
const statuses = [
	"created",
	"running",
	"paused",
	"restarting",
	"removing",
	"exited",
	"dead"
];
/** What `docker ps --filter` understands. */
const tests$1 = {
	id: ({ id }, value) => id.startsWith(value) || matches(id, value),
	name: ({ name }, value) => matches(name, value) || matches(`/${name}`, value),
	status: ({ state }, value) => state.status === value,
	exited: ({ state }, value) => state.status === "exited" && state.exitCode === Number(value),
	label: ({ config }, value) => hasLabel(config.Labels ?? {}, value),
	ancestor: ({ image }, value, world) => isAncestor(world, image, value),
	volume: ({ mounts }, value) => mounts.some(({ name, destination }) => name === value || destination === value),
	network: ({ hostConfig }, value) => (hostConfig.NetworkMode ?? "default").replace("default", "bridge") === value,
	health: ({ health = "none" }, value) => health === value,
	publish: () => false,
	expose: ({ config }, value) => Object.hasOwn(config.ExposedPorts ?? {}, portOf(value)),
	before: () => true,
	since: () => true,
	"is-task": (_, value) => value === "false"
};
const portOf = (value) => value.includes("/") ? value : `${value}/tcp`;
/** What can not be asked for, in the words of the engine. */
const badValue = (key, values) => {
	const number = (kind, text) => `strconv.${kind}: parsing ${JSON.stringify(text)}: invalid syntax`;
	const odd = values.find((value) => !/^\d+(\/\w+)?$/.test(value));
	if (odd === void 0) return void 0;
	if (key === "exited") return number("Atoi", odd);
	if (key !== "publish" && key !== "expose") return void 0;
	return `error while looking up for ${key} ${odd}: ${number("ParseUint", odd.split("/")[0] ?? "")}`;
};
const matches = (text, pattern) => {
	try {
		return new RegExp(pattern).test(text);
	} catch {
		return text === pattern;
	}
};
const isAncestor = (world, image, value) => {
	const found = findImage(world, value);
	for (let it = world.images.get(image); it && "image" in found; it = it.parent && world.images.get(it.parent)) if (it.id === found.image.id) return true;
	return false;
};
const ps = async (docker, options) => {
	const { world, now } = docker.machine;
	const filters = filtersOf(options.all("filter"));
	for (const [key, values] of filters) {
		const wrong = !Object.hasOwn(tests$1, key) ? key : key === "status" ? badStatus(values) : void 0;
		if (wrong !== void 0) throw new Complaint(`Error response from daemon: Invalid filter '${wrong}'`);
		const flaw = badValue(key, values);
		if (flaw !== void 0) throw new Complaint(`Error response from daemon: ${flaw}`);
	}
	await ask(docker, {
		issuer: "client",
		type: "ListContainers",
		all: options.is("all")
	});
	const last = options.is("latest") ? 1 : Number(options.one("last") ?? -1);
	const all = options.is("all") || last > 0 || filters.has("status") || filters.has("exited");
	const chosen = [...world.containers.values()].sort(newestFirst).slice(0, last > 0 ? last : void 0).filter((it) => all || [
		"running",
		"paused",
		"restarting"
	].includes(it.state.status)).filter((it) => [...filters].every(([key, values]) => passes(it, key, values, world))).filter(between(world, filters));
	const trunc = !options.is("no-trunc");
	const listing = containerListing(world, chosen, now, trunc);
	docker.out(printRows(formatOf(options, containerTable(options.is("size"))), listing));
	return 0;
};
const quiet = "{{.ID}}";
/** `--quiet` is for the usual table: a format of one's own goes before it (measured). */
const formatOf = (options, table) => {
	const own = options.one("format");
	if (own !== void 0 && own !== "" && own !== "table") return own;
	return options.is("quiet") ? quiet : table;
};
const badStatus = (values) => {
	const wrong = values.find((value) => !statuses.includes(value));
	return wrong === void 0 ? void 0 : `status=${wrong}`;
};
const newestFirst = (a, b) => a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0;
/** Labels must all hold; of the other filters one value is enough. */
const passes = (it, key, values, world) => {
	const holds = (value) => tests$1[key]?.(it, value, world) ?? false;
	return key === "label" ? values.every(holds) : values.some(holds);
};
const between = (world, filters) => {
	const timeOf = (key) => {
		const name = filters.get(key)?.[0];
		if (name === void 0) return void 0;
		const found = findContainer(world, name);
		if (isRejection(found)) throw new Complaint(`Error response from daemon: no such container ${name}`);
		return found.createdAt;
	};
	const before = timeOf("before");
	const since = timeOf("since");
	return ({ createdAt }) => (before === void 0 || createdAt < before) && (since === void 0 || createdAt > since);
};
const images = async (docker, options) => {
	const { world, now } = docker.machine;
	const filters = filtersOf(options.all("filter"));
	const [wanted] = options.args;
	const patterns = [...filters.get("reference") ?? [], ...wanted === void 0 ? [] : [wanted]];
	const request = {
		all: options.is("all"),
		filters: Object.fromEntries(filters)
	};
	await ask(docker, {
		issuer: "client",
		type: "ListImages",
		...request
	});
	const digests = options.is("digests");
	const bound = (key) => {
		const name = filters.get(key)?.[0];
		return name === void 0 ? void 0 : createdOf(imageOf(docker, name));
	};
	const before = bound("before");
	const since = bound("since");
	const chosen = [...world.images.values()].filter((image) => options.is("all") || hasMember(world.indexes.imageReferences, image.id) || isLeaf(world, image)).filter((image) => before === void 0 || createdOf(image) < before).filter((image) => since === void 0 || createdOf(image) > since).filter((image) => (filters.get("label") ?? []).every((label) => hasLabel(image.config.config?.Labels ?? {}, label))).sort((a, b) => createdOf(a) < createdOf(b) ? 1 : createdOf(a) > createdOf(b) ? -1 : a.id < b.id ? -1 : 1);
	const listing = imageListing(world, chosen, {
		now,
		trunc: !options.is("no-trunc"),
		digests
	});
	const dangling = filters.get("dangling")?.[0];
	const rows = listing.rows.filter((row) => patterns.length === 0 || patterns.some((pattern) => isNamed(row, pattern))).filter((row) => dangling === void 0 || row.Tag === "<none>" === /^(true|1)$/.test(dangling));
	const format = formatOf(options, imageTable(digests));
	docker.out(format === quiet ? [...new Set(rows.map(({ ID }) => `${ID}\n`))].join("") : printRows(format, {
		...listing,
		rows
	}));
	return 0;
};
const isLeaf = (world, { id }) => !hasMember(world.indexes.imageChildren, id);
const isNamed = ({ Repository, Tag, Digest }, pattern) => [
	Repository,
	`${Repository}:${Tag}`,
	`${Repository}@${Digest}`
].some((name) => glob(pattern).test(String(name)));
const glob = (pattern) => new RegExp(`^${pattern.replace(/[.+^${}()|\\]/g, "\\$&").replaceAll("*", "[^/]*").replaceAll("?", "[^/]")}$`);
const history = async (docker, options) => {
	const [reference = ""] = options.args;
	await ask(docker, {
		issuer: "client",
		type: "HistoryImage",
		image: reference
	});
	const { world, now } = docker.machine;
	const image = imageOf(docker, reference);
	const human = options.one("human") === void 0 || options.is("human");
	const listing = historyListing(world, image, {
		now,
		trunc: !options.is("no-trunc"),
		digests: false,
		human
	});
	docker.out(printRows(formatOf(options, historyTable(human)), listing));
	return 0;
};
const imageOf = ({ machine }, reference) => {
	const found = findImage(machine.world, reference);
	if ("image" in found) return found.image;
	throw new Complaint(`Error response from daemon: ${found.rejection.message}`);
};
// src/views/top.ts
/** `docker top`: the host's ps over the container's cgroup, or ps's error. The verb has checked that it runs. */
const top$1 = (world, id, psArgs = "") => {
	const state = world.containers.get(id)?.state;
	const started = state && "startedAt" in state && state.startedAt ? state.startedAt.slice(11, 16) : "00:00";
	return topOf(world.host, id, psArgs, started);
};
// src/docker/verbs/look.ts
const diff = async (docker, { args: [reference = ""] }) => {
	await ask(docker, {
		issuer: "client",
		type: "DiffContainer",
		container: reference
	});
	const id = containerOf(docker, reference)?.id;
	const union = id && unionOf(docker.machine.world, id);
	for (const { kind, path } of union ? diff$1(union) : []) docker.out(`${kind} ${path}\n`);
	return 0;
};
const top = async (docker, { args: [reference = "", ...words] }) => {
	const psArgs = words.join(" ");
	await ask(docker, {
		issuer: "client",
		type: "TopContainer",
		container: reference,
		...psArgs !== "" && { psArgs }
	});
	const container = containerOf(docker, reference);
	const table = container && top$1(docker.machine.world, container.id, psArgs);
	if (!table || !isTop(table)) throw new Complaint(`Error response from daemon: ${table?.message}`);
	docker.out(alignColumns([...[table.titles, ...table.rows].map((cells) => cells.join("	")), ""].join("\n"), 20));
	return 0;
};
/** A moment as `--since` and `--until` write it: a time, seconds since 1970, or a duration before now. */
const momentOf = (text, now, where = "") => {
	const moment = timestampOf(text, now);
	if (typeof moment === "object") throw new Complaint(`${where}${moment.flaw}`);
	return moment;
};
const linesOf = (records) => records.flatMap(({ stream, text, at }) => (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => ({
	stream,
	text: line,
	at
})));
const logs = async (docker, options) => {
	const [reference = ""] = options.args;
	await orMissing("container", reference, ask(docker, {
		issuer: "client",
		type: "InspectContainer",
		container: reference
	}));
	const follow = options.is("follow");
	await ask(docker, {
		issuer: "client",
		type: "LogsContainer",
		container: reference,
		stdout: true,
		stderr: true,
		follow
	});
	const container = containerOf(docker, reference);
	if (!container) return 1;
	if (["none"].includes(container.hostConfig.LogConfig?.Type ?? "")) throw new Complaint("Error response from daemon: configured logging driver does not support reading");
	const { now } = docker.machine;
	const since = options.one("since");
	const until = options.one("until");
	const from = since === void 0 ? void 0 : momentOf(since, now, "invalid value for \"since\": ");
	const to = until === void 0 ? void 0 : momentOf(until, now, "invalid value for \"until\": ");
	const records = [...container.log.entries()].sort(([a], [b]) => a - b).map(([, record]) => record);
	const lines = linesOf(records).filter(({ at }) => (!from || at >= from) && (!to || at <= to));
	const tail = options.one("tail") ?? "all";
	const count = /^\d+$/.test(tail) ? Number(tail) : lines.length;
	const print = ({ stream, text, at }) => (stream === "stdout" ? docker.out : docker.err)(`${options.is("timestamps") ? `${at} ` : ""}${options.is("details") ? " " : ""}${text}`);
	(count === 0 ? [] : lines.slice(-count)).forEach(print);
	if (follow) await followed(docker, container.id, print);
	return 0;
};
const followed = async (docker, id, print) => {
	const stop = docker.machine.watch((event) => {
		if (event.stream === "container" && event.id === id && event.type === "OutputPrinted") print({
			stream: event.output,
			text: event.text,
			at: event.at
		});
	});
	try {
		await docker.machine.until(() => hasEnded(docker, id));
	} finally {
		stop();
	}
};
/** Ports are not published on the model's host. */
const port = async (docker, { args: [container = "", wanted] }) => {
	await orMissing("container", container, ask(docker, {
		issuer: "client",
		type: "InspectContainer",
		container
	}));
	if (wanted !== void 0) throw new Complaint(`Error: No public port '${wanted.includes("/") ? wanted : `${wanted}/tcp`}' published for ${container}`);
	return 0;
};
const exec = async (docker, options) => {
	const [reference = "", ...command] = options.args;
	const { machine } = docker;
	await orMissing("container", reference, ask(docker, {
		issuer: "client",
		type: "InspectContainer",
		container: reference
	}));
	const user = options.one("user");
	const workingDir = options.one("workdir");
	const config = {
		command,
		...user !== void 0 && { user },
		...workingDir !== void 0 && { workingDir },
		...options.has("env") && { env: options.all("env") },
		...options.is("tty") && { tty: true },
		...options.is("interactive") && { openStdin: true },
		...options.is("privileged") && { privileged: true }
	};
	const { id } = await ask(docker, {
		issuer: "client",
		type: "CreateExec",
		container: reference,
		config
	});
	const detach = options.is("detach");
	const stop = machine.listen(id, (output, text) => (output === "stdout" ? docker.out : docker.err)(text));
	try {
		const { output } = await ask(docker, {
			issuer: "client",
			type: "StartExec",
			exec: id,
			detach
		});
		if (output !== void 0) docker.out(output.endsWith("\n") ? output : `${output}\n`);
		if (detach) return 0;
		const owner = containerOf(docker, reference)?.id;
		const state = () => owner && machine.world.containers.get(owner)?.execs.get(id)?.state;
		let code;
		const note = () => {
			const now = state();
			if (now && now.status === "ended") code = now.exitCode;
			return !now || now.status === "ended";
		};
		const stopWatching = machine.watch((event) => {
			if ((event.type === "ExecDied" || event.type === "ExecFailed") && event.exec === id) code = event.exitCode;
		});
		const pid = () => {
			const now = state();
			return now && "pid" in now ? now.pid || void 0 : void 0;
		};
		const isOver = await machine.until(note, pid);
		stopWatching();
		if (!isOver) docker.err(`plimsoll: ${command[0] ?? ""} goes on by itself; detached\n`);
		return code ?? 0;
	} finally {
		stop();
	}
};
// src/docker/verbs/events.ts
/** Everything that Docker has told since the session began. A client that gave no end would wait for ever. */
const events = async (docker, options) => {
	const { now } = docker.machine;
	const since = options.one("since");
	const until = options.one("until");
	const filters = filtersOf(options.all("filter"));
	const from = since === void 0 ? now : momentOf(since, now);
	const to = until === void 0 ? void 0 : momentOf(until, now);
	if (to !== void 0 && to > now) await docker.machine.pass(millisOf(to) - millisOf(now));
	const format = options.one("format");
	const print = format === void 0 ? lineOf : formatted$1(format);
	for (const event of remembered(docker)) {
		if (event.at < from || to !== void 0 && event.at > to) continue;
		if ([...filters].every(([key, values]) => values.some((value) => tests[key]?.(event, value) ?? true))) docker.out(`${print(event)}\n`);
	}
	if (to === void 0) docker.err("plimsoll: docker events ends here: without --until it would wait for ever\n");
	return 0;
};
const remembered = ({ machine }) => {
	let events = [];
	for (const { event, before } of machine.history()) {
		const shown = dockerEvent(before, event);
		if (shown) events.push(shown);
		if (event.type === "DaemonStarted") events = [];
	}
	return events.slice(-256);
};
const isOf = (type) => ({ Type, Actor }, value) => Type === type && (Actor.ID === value || Actor.Attributes.name === value || type !== "volume" && Actor.ID.startsWith(value));
const tests = {
	container: (event, value) => isOf("container")(event, value) || event.Type !== "container" && event.Actor.Attributes.container === value,
	image: ({ Type, Actor }, value) => Type === "image" && (Actor.ID === value || Actor.Attributes.name === value) || Actor.Attributes.image === value,
	volume: isOf("volume"),
	network: isOf("network"),
	type: ({ Type }, value) => Type === value,
	event: ({ Action }, value) => Action === value || Action.startsWith(`${value}:`),
	label: ({ Actor }, value) => {
		const [key = "", ...rest] = value.split("=");
		return rest.length === 0 ? Object.hasOwn(Actor.Attributes, key) : Actor.Attributes[key] === rest.join("=");
	},
	scope: (_, value) => value === "local",
	daemon: () => false
};
const lineOf = ({ at, Type, Action, Actor }) => {
	const attributes = Object.entries(Actor.Attributes).sort(([a], [b]) => a < b ? -1 : 1).map(([name, value]) => `${name}=${value}`);
	return `${at} ${Type} ${Action} ${Actor.ID}${attributes.length === 0 ? "" : ` (${attributes.join(", ")})`}`;
};
/** The fields of a message as the API has them, in its order. */
const messageOf = ({ at, Type, Action, Actor }) => ({
	...Type === "container" || Type === "image" ? {
		status: Action,
		id: Actor.ID
	} : {},
	...Type === "container" && Actor.Attributes.image !== void 0 && { from: Actor.Attributes.image },
	Type,
	Action,
	Actor: {
		ID: Actor.ID,
		Attributes: Actor.Attributes
	},
	scope: "local",
	time: secondsOf(at),
	timeNano: `@${secondsOf(at)}${at.slice(20, 29)}@`
});
const asked = (run) => {
	try {
		return run();
	} catch (error) {
		if (error instanceof TemplateError) throw new Complaint(`Error parsing format: ${error.located()}`, 64);
		throw error;
	}
};
const formatted$1 = (format) => {
	const exact = (text) => text.replace(/"?@(\d+)@"?/g, "$1");
	if (/^\{\{ *json *\. *\}\}$/.test(format)) return (event) => exact(goJson(messageOf(event)));
	const run = asked(() => template(format));
	return (event) => {
		const { status = "", id = "", from = "", ...rest } = messageOf(event);
		const fields = {
			Status: status,
			ID: id,
			From: from,
			Time: rest.time,
			TimeNano: rest.timeNano,
			Scope: "local"
		};
		return exact(asked(() => run({
			...rest,
			...fields,
			[goType]: "*events.Message"
		})));
	};
};
// src/views/host-config-json.ts
/** A host config with every field that the engine prints and stores, in its order; maps are sorted as Go prints them. */
const hostConfigJson = (config) => {
	const { LogConfig, RestartPolicy, Tmpfs, StorageOpt, Mounts, Init, Further = {}, ...rest } = config;
	const { Sysctls, ...further } = Further;
	const all = {
		...defaults,
		...inTheirOrder(further),
		...rest,
		MemorySwap: swapOf(config),
		SecurityOpt: securityOptions(config),
		...LogConfig && { LogConfig: {
			Type: LogConfig.Type,
			Config: sorted(LogConfig.Config ?? {})
		} },
		...RestartPolicy && { RestartPolicy: {
			Name: RestartPolicy.Name,
			MaximumRetryCount: RestartPolicy.MaximumRetryCount
		} }
	};
	return inserted$1(all, {
		UTSMode: {
			...StorageOpt && { StorageOpt: sorted(StorageOpt) },
			...Tmpfs && { Tmpfs: sorted(Tmpfs) }
		},
		Runtime: Sysctls !== void 0 && { Sysctls: sorted(Sysctls) },
		MaskedPaths: Mounts && { Mounts: Mounts.map(mountJson) },
		"": Init !== void 0 && { Init }
	});
};
/** The records among the settings that the model does not know: their fields in the engine's order, with what Go prints for none. */
const records = {
	DeviceRequests: {
		Driver: "",
		Count: 0,
		DeviceIDs: null,
		Capabilities: null,
		Options: null
	},
	Devices: {
		PathOnHost: "",
		PathInContainer: "",
		CgroupPermissions: ""
	},
	Ulimits: {
		Name: "",
		Hard: 0,
		Soft: 0
	},
	BlkioWeightDevice: {
		Path: "",
		Weight: 0
	},
	...Object.fromEntries([
		"BlkioDeviceReadBps",
		"BlkioDeviceWriteBps",
		"BlkioDeviceReadIOps",
		"BlkioDeviceWriteIOps"
	].map((name) => [name, {
		Path: "",
		Rate: 0
	}]))
};
const inTheirOrder = (settings) => Object.fromEntries(Object.entries(settings).map(([name, value]) => {
	const none = records[name];
	return [name, none && Array.isArray(value) ? value.map((it) => ({
		...none,
		...it
	})) : value];
}));
/** A container of the host's processes or messages has no label of its own, unless one is asked for (measured, docs/facts.md). */
const securityOptions = ({ PidMode, IpcMode, Privileged, Further }) => {
	const asked = Further?.SecurityOpt ?? [];
	const all = (PidMode === "host" || IpcMode === "host" || Privileged === true) && !asked.some((it) => it.startsWith("label")) ? [...asked, "label=disable"] : asked;
	return all.length === 0 ? null : all;
};
/** Fields that are left out when they are not set, each before the one that follows it in the engine's order. */
const inserted$1 = (all, before) => {
	const fields = Object.entries(all).flatMap(([key, value]) => [...Object.entries(before[key] || {}), [key, value]]);
	return Object.fromEntries([...fields, ...Object.entries(before[""] || {})]);
};
const sorted = (map) => Object.fromEntries(Object.entries(map).sort(([a], [b]) => a < b ? -1 : 1));
const mountJson = ({ Type, Source, Target, ReadOnly, VolumeOptions, TmpfsOptions }) => ({
	Type,
	...Source !== void 0 && { Source },
	Target,
	...ReadOnly !== void 0 && { ReadOnly },
	...VolumeOptions && { VolumeOptions: volumeOptions(VolumeOptions) },
	...TmpfsOptions && { TmpfsOptions: tmpfsOptions(TmpfsOptions) }
});
const volumeOptions = ({ NoCopy, Labels }) => ({
	...NoCopy !== void 0 && { NoCopy },
	...Labels && { Labels: sorted(Labels) }
});
const tmpfsOptions = ({ SizeBytes, Mode }) => ({
	...SizeBytes !== void 0 && { SizeBytes },
	...Mode !== void 0 && { Mode }
});
/** What the engine fills in (measured: docs/facts.md, hostconfig.json). */
const defaults = {
	Binds: null,
	ContainerIDFile: "",
	LogConfig: {
		Type: "json-file",
		Config: {}
	},
	NetworkMode: "default",
	PortBindings: null,
	RestartPolicy: {
		Name: "",
		MaximumRetryCount: 0
	},
	AutoRemove: false,
	VolumeDriver: "",
	VolumesFrom: null,
	CapAdd: null,
	CapDrop: null,
	CgroupnsMode: "host",
	Dns: null,
	DnsOptions: null,
	DnsSearch: null,
	ExtraHosts: null,
	GroupAdd: null,
	IpcMode: "private",
	Cgroup: "",
	Links: null,
	OomScoreAdj: 0,
	PidMode: "",
	Privileged: false,
	PublishAllPorts: false,
	ReadonlyRootfs: false,
	SecurityOpt: null,
	UTSMode: "",
	UsernsMode: "",
	ShmSize: 67108864,
	Runtime: "runc",
	ConsoleSize: [0, 0],
	Isolation: "",
	CpuShares: 0,
	Memory: 0,
	NanoCpus: 0,
	CgroupParent: "",
	BlkioWeight: 0,
	BlkioWeightDevice: null,
	BlkioDeviceReadBps: null,
	BlkioDeviceWriteBps: null,
	BlkioDeviceReadIOps: null,
	BlkioDeviceWriteIOps: null,
	CpuPeriod: 0,
	CpuQuota: 0,
	CpuRealtimePeriod: 0,
	CpuRealtimeRuntime: 0,
	CpusetCpus: "",
	CpusetMems: "",
	Devices: null,
	DeviceCgroupRules: null,
	DeviceRequests: null,
	KernelMemory: 0,
	KernelMemoryTCP: 0,
	MemoryReservation: 0,
	MemorySwap: 0,
	MemorySwappiness: null,
	OomKillDisable: false,
	PidsLimit: null,
	Ulimits: null,
	CpuCount: 0,
	CpuPercent: 0,
	IOMaximumIOps: 0,
	IOMaximumBandwidth: 0,
	MaskedPaths: [
		"/proc/asound",
		"/proc/acpi",
		"/proc/kcore",
		"/proc/keys",
		"/proc/latency_stats",
		"/proc/timer_list",
		"/proc/timer_stats",
		"/proc/sched_debug",
		"/proc/scsi",
		"/sys/firmware"
	],
	ReadonlyPaths: [
		"/proc/bus",
		"/proc/fs",
		"/proc/irq",
		"/proc/sys",
		"/proc/sysrq-trigger"
	]
};
// src/views/created.ts
/** The same time as Go prints it. */
const shownTime = (created) => {
	const at = created === void 0 ? void 0 : parseInstant(created);
	return at === void 0 ? created ?? "0001-01-01T00:00:00Z" : rfc3339Nano(at);
};
// src/views/layer-stack.ts
/** An image's layers, base first. */
const layersOf = ({ layers }, image) => chainIdsOf(image.config.diffIds).flatMap((id) => layers.get(id) ?? []);
/** Docker counts what a layer hides or repeats every time (measured, docs/facts.md). */
const sizeOfImage = (world, image) => layersOf(world, image).reduce((sum, { size }) => sum + size, 0);
// src/views/inspect-image.ts
/** `docker image inspect`: what API 1.41 answers, fields in its order. */
const inspectImage = (world, image) => {
	const { config, id, parent } = image;
	const references = referencesOf(world, id);
	const size = sizeOfImage(world, image);
	return {
		Id: id,
		RepoTags: references.filter((it) => !isDigestReference(it)),
		RepoDigests: references.filter(isDigestReference),
		Parent: parent ?? "",
		Comment: config.comment || (config.history.at(-1)?.comment ?? ""),
		Created: shownTime(config.created),
		Container: config.container ?? "",
		ContainerConfig: containerConfigJson(config.container_config ?? {}),
		DockerVersion: config.docker_version ?? "",
		Author: config.author ?? "",
		Config: config.config ? containerConfigJson(config.config) : null,
		Architecture: config.architecture,
		...config.variant !== void 0 && { Variant: config.variant },
		Os: config.os,
		...config.osVersion !== void 0 && { OsVersion: config.osVersion },
		Size: size,
		VirtualSize: size,
		GraphDriver: {
			Data: graphDriver$1(world, image),
			Name: "overlay2"
		},
		RootFS: {
			Type: "layers",
			...config.diffIds.length > 0 && { Layers: config.diffIds }
		},
		Metadata: { LastTagTime: image.lastTagged === void 0 ? zeroTime : rfc3339Nano(image.lastTagged) }
	};
};
/** The config with every field that Go prints, nulls included, in Go's order. */
const containerConfigJson = (config) => JSON.parse(writeContainerConfig(config));
/** Where the top layer lies; below it, from top to base (law W10). */
const graphDriver$1 = (world, image) => {
	const [top, ...lower] = [...layersOf(world, image)].reverse();
	if (!top) return null;
	const of = (cacheId, part) => `/var/lib/docker/overlay2/${cacheId}/${part}`;
	return {
		...lower.length > 0 && { LowerDir: lower.map(({ cacheId }) => of(cacheId, "diff")).join(":") },
		MergedDir: of(top.cacheId, "merged"),
		UpperDir: of(top.cacheId, "diff"),
		WorkDir: of(top.cacheId, "work")
	};
};
// src/views/state-json.ts
const stateJson = ({ state, oomKilled }) => ({
	Running: state.status === "running" || state.status === "paused" || state.status === "restarting",
	Paused: state.status === "paused",
	Restarting: state.status === "restarting",
	OOMKilled: oomKilled,
	Dead: state.status === "dead" || state.status === "removing",
	Pid: "pid" in state ? state.pid : 0,
	ExitCode: "exitCode" in state ? state.exitCode : 0,
	Error: "error" in state ? state.error : "",
	StartedAt: shown("startedAt" in state ? state.startedAt : void 0),
	FinishedAt: shown(finishedAt(state))
});
const finishedAt = (state) => "finishedAt" in state ? state.finishedAt : void 0;
const shown = (at) => at === void 0 ? zeroTime : rfc3339Nano(at);
// src/views/volumes.ts
/** Where the engine keeps a volume's content on the host. */
const volumePath = (name) => `/var/lib/docker/volumes/${name}/_data`;
/** `docker volume inspect`, fields in the engine's order. */
const inspectVolume = (volume) => ({
	CreatedAt: rfc3339Nano(wholeSecond(volume.createdAt)),
	Driver: volume.driver,
	Labels: volume.labels ?? null,
	Mountpoint: volumePath(volume.name),
	Name: volume.name,
	Options: volume.options ?? null,
	Scope: "local"
});
// src/views/inspect.ts
/** `docker inspect` of a container: what API 1.41 answers, fields in its order. */
const inspectContainer = (world, it) => ({
	Id: it.id,
	Created: rfc3339Nano(it.createdAt),
	Path: it.path,
	Args: it.args,
	State: {
		Status: it.state.status,
		...stateJson(it),
		...it.health !== void 0 && { Health: {
			Status: it.health,
			FailingStreak: 0,
			Log: []
		} }
	},
	Image: it.image,
	ResolvConfPath: preparedPath(it, "resolv.conf"),
	HostnamePath: preparedPath(it, "hostname"),
	HostsPath: preparedPath(it, "hosts"),
	LogPath: logPath(it),
	Name: `/${it.name}`,
	RestartCount: it.restartCount,
	Driver: "overlay2",
	Platform: "linux",
	MountLabel: "",
	ProcessLabel: "",
	AppArmorProfile: "",
	ExecIDs: execIds(it),
	HostConfig: hostConfigJson(it.hostConfig),
	GraphDriver: {
		Data: graphDriver(world, it),
		Name: "overlay2"
	},
	Mounts: mountPointsOf(it).map(mountPoint),
	Config: containerConfigJson(it.config),
	NetworkSettings: networkSettings(it)
});
/** Execs that are created or run; null when there are none (measured, docs/facts.md). */
const execIds = ({ execs }) => {
	const ids = [...execs.values()].filter(({ state }) => state.status !== "ended").map(({ id }) => id);
	return ids.length === 0 ? null : ids.sort();
};
const graphDriver = (world, { id }) => {
	const layer = world.writeLayers.get(id);
	if (!layer) return null;
	const of = (directory, part) => `/var/lib/docker/overlay2/${directory}/${part}`;
	return {
		LowerDir: [`${layer.mountId}-init`, ...cacheIdsDown(world, layer.parent)].map((directory) => of(directory, "diff")).join(":"),
		MergedDir: of(layer.mountId, "merged"),
		UpperDir: of(layer.mountId, "diff"),
		WorkDir: of(layer.mountId, "work")
	};
};
/** One of inspect's `Mounts`. A named volume has the mode `z` when nobody typed one (measured, docs/facts.md). */
const mountPoint = (it) => ({
	Type: it.type,
	...it.name !== void 0 && { Name: it.name },
	Source: it.name === void 0 ? it.source ?? "" : volumePath(it.name),
	Destination: it.destination,
	...it.type === "volume" && { Driver: "local" },
	Mode: it.mode ?? (it.type === "volume" && !it.anonymous ? "z" : ""),
	RW: it.rw,
	Propagation: it.propagation ?? (it.type === "bind" ? "rprivate" : "")
});
const noAddress = {
	Gateway: "",
	GlobalIPv6Address: "",
	GlobalIPv6PrefixLen: 0,
	IPAddress: "",
	IPPrefixLen: 0
};
const networkSettings = (it) => {
	const network = networkOf(it);
	return {
		Bridge: "",
		SandboxID: it.sandboxId,
		HairpinMode: false,
		LinkLocalIPv6Address: "",
		LinkLocalIPv6PrefixLen: 0,
		Ports: {},
		SandboxKey: sandboxKey(it),
		SecondaryIPAddresses: null,
		SecondaryIPv6Addresses: null,
		EndpointID: network === "bridge" ? it.endpointId : "",
		...noAddress,
		IPv6Gateway: "",
		MacAddress: "",
		Networks: network === void 0 ? {} : { [network]: endpoint(it) }
	};
};
const endpoint = (it) => ({
	IPAMConfig: null,
	Links: null,
	Aliases: null,
	NetworkID: networkId(it),
	EndpointID: it.endpointId,
	Gateway: "",
	IPAddress: "",
	IPPrefixLen: 0,
	IPv6Gateway: "",
	GlobalIPv6Address: "",
	GlobalIPv6PrefixLen: 0,
	MacAddress: "",
	DriverOpts: null
});
// src/docker/verbs/inspect.ts
const missing = (error) => {
	if (error instanceof Refused && error.rejection.status === 404) return void 0;
	throw error;
};
const container$1 = async (docker, reference, size) => {
	const asked = await ask(docker, {
		issuer: "client",
		type: "InspectContainer",
		container: reference
	}).then(() => true).catch(missing);
	const { world } = docker.machine;
	const it = asked && containerOf(docker, reference);
	if (!it) return void 0;
	const shown = asSent(inspectContainer(world, it));
	if (!size) return shown;
	const upper = unionOf(world, it.id)?.upper;
	const own = upper ? sizeOfTree(upper) : 0;
	const sizes = {
		SizeRw: own,
		SizeRootFs: own + sizeOfChain(world, world.writeLayers.get(it.id)?.parent)
	};
	return inserted(shown, sizes, "GraphDriver");
};
/** The client sends empty lists where the API would take nothing, and the engine keeps them (measured). */
const sentEmpty = {
	PortBindings: {},
	Dns: [],
	DnsOptions: [],
	DnsSearch: [],
	BlkioWeightDevice: [],
	Devices: []
};
const asSent = (it) => {
	const config = it.HostConfig;
	const filled = Object.entries(config).map(([name, value]) => [name, value ?? sentEmpty[name] ?? null]);
	return {
		...it,
		HostConfig: Object.fromEntries(filled)
	};
};
/** The sizes stand before `Mounts`, where the API has them. */
const inserted = (fields, more, after) => {
	const at = Object.keys(fields).indexOf(after) + 1;
	const entries = Object.entries(fields);
	return Object.fromEntries([
		...entries.slice(0, at),
		...Object.entries(more),
		...entries.slice(at)
	]);
};
const image$1 = async (docker, reference) => {
	const asked = await ask(docker, {
		issuer: "client",
		type: "InspectImage",
		image: reference
	}).then(() => true).catch(missing);
	const { world } = docker.machine;
	const found = asked && findImage(world, reference);
	return found && "image" in found ? inspectImage(world, found.image) : void 0;
};
const volume = async (docker, reference) => {
	const found = await ask(docker, {
		issuer: "client",
		type: "InspectVolume",
		volume: reference
	}).then(() => true).catch(missing) && docker.machine.world.volumes.get(reference);
	return found ? inspectVolume(found) : void 0;
};
const kinds = {
	container: [container$1],
	image: [image$1],
	volume: [volume],
	object: [
		container$1,
		image$1,
		volume
	]
};
const nounOf = (command, type) => command === "inspect" ? type ?? "object" : command.split(" ")[0] ?? "object";
/** `docker inspect` and its kin: a list in JSON, or each object through a template. */
const inspect = async (docker, options, command) => {
	const noun = nounOf(command, options.one("type"));
	const looks = kinds[noun];
	if (!looks) throw new Complaint(`"${noun}" is not a valid value for --type`);
	const format = options.one("format");
	const run = format === void 0 ? void 0 : templateOf(format);
	const found = [];
	const errors = [];
	for (const reference of options.args) try {
		const it = await firstOf(looks, docker, reference, options.is("size"));
		if (it) found.push(it);
		else errors.push(`Error: No such ${noun}: ${reference}`);
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		errors.push(`Error response from daemon: ${error.message}`);
	}
	const problem = run === void 0 ? printList(docker, found) : printFormatted(docker, found, run);
	const told = problem === void 0 ? errors : [problem, ...errors];
	if (told.length > 0) docker.err(`${told.join("\n")}\n`);
	return told.length > 0 ? 1 : 0;
};
const firstOf = async (looks, docker, reference, size) => {
	for (const look of looks) {
		const found = await look(docker, reference, size);
		if (found) return found;
	}
};
const printList = ({ out }, found) => {
	out(found.length === 0 ? "[]\n" : `${JSON.stringify(found, void 0, 4)}\n`);
};
/** A template that can not be read prints nothing; of one that stumbles an empty line remains (measured). */
const printFormatted = ({ out }, found, run) => {
	try {
		for (const it of found) out(`${filled(run, it)}\n`);
		if (found.length === 0) out("\n");
		return;
	} catch (error) {
		if (!(error instanceof TemplateError)) throw error;
		out("\n");
		return `template parsing error: ${error.located()}`;
	}
};
const templateOf = (format) => {
	try {
		return template(format.replaceAll("\\t", "	").replaceAll("\\n", "\n"));
	} catch (error) {
		if (!(error instanceof TemplateError)) throw error;
		throw new Complaint(`template parsing error: ${error.located()}`, 64);
	}
};
/** The client fills its own structs in, and where a template asks for what they lack, the JSON as it came. */
const filled = (run, it) => {
	try {
		return run(withGoNames(it));
	} catch (error) {
		if (!(error instanceof TemplateError)) throw error;
		return run(nilsIn(inOrder(it), "", "JSON"));
	}
};
/** Maps have their keys in order in Go. */
const inOrder = (value) => {
	if (Array.isArray(value)) return value.map(inOrder);
	if (typeof value !== "object" || value === null) return value;
	const entries = Object.entries(value).map(([key, inner]) => [key, inOrder(inner)]);
	return Object.fromEntries(entries.sort(([a], [b]) => a < b ? -1 : 1));
};
/** Fields that Go's structs call otherwise than the JSON does. */
const goNames = {
	CpuPeriod: "CPUPeriod",
	CpuQuota: "CPUQuota",
	CpuRealtimePeriod: "CPURealtimePeriod",
	CpuRealtimeRuntime: "CPURealtimeRuntime",
	CpuShares: "CPUShares",
	Dns: "DNS",
	DnsOptions: "DNSOptions",
	DnsSearch: "DNSSearch",
	NanoCpus: "NanoCPUs"
};
const renamed = (fields) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [goNames[name] ?? name, value]));
/** In Go's structs the id is called `ID`, a field that JSON leaves out is empty, and null is a nil of some type. */
const withGoNames = (it) => {
	const typed = nilsIn(it, "", "structs");
	const { Id, Mounts, ...others } = typed;
	const whole = Array.isArray(Mounts) ? {
		...others,
		Mounts: Mounts.map((mount) => ({
			Name: "",
			Driver: "",
			...mount
		}))
	} : others;
	return it.State === void 0 ? {
		...typed,
		...Id !== void 0 && { ID: Id }
	} : {
		...whole,
		ID: Id,
		...absent(typed)
	};
};
/** Of a container: what is left out of the JSON when there is none. */
const absent = ({ State, Config, HostConfig }) => ({
	State: {
		Health: new Nil("<nil>"),
		...State
	},
	Config: {
		ExposedPorts: new Nil("map[]", new EmptyStruct()),
		Healthcheck: new Nil("<nil>"),
		MacAddress: "",
		NetworkDisabled: false,
		Shell: new Nil("[]"),
		StopSignal: "",
		StopTimeout: new Nil("<nil>"),
		...Config
	},
	HostConfig: {
		Init: new Nil("<nil>"),
		Mounts: new Nil("[]"),
		StorageOpt: new Nil("map[]", ""),
		Sysctls: new Nil("map[]", ""),
		Tmpfs: new Nil("map[]", ""),
		...renamed(HostConfig)
	}
});
/** The maps in Go's structs, by name or by the struct and the name: what each gives for a key that it has not. */
const maps = {
	Labels: "",
	Options: "",
	DriverOpts: "",
	Tmpfs: "",
	Sysctls: "",
	StorageOpt: "",
	"LogConfig.Config": "",
	"GraphDriver.Data": "",
	Volumes: new EmptyStruct(),
	ExposedPorts: new EmptyStruct(),
	Ports: new Nil("[]"),
	PortBindings: new Nil("[]"),
	Networks: new Nil("<nil>")
};
const pointers = /* @__PURE__ */ new Set([
	"Init",
	"PidsLimit",
	"MemorySwappiness",
	"OomKillDisable",
	"Healthcheck",
	"IPAMConfig",
	"Health"
]);
/** Nulls as nils of their types. Of `structs` the maps are marked as well: in JSON as it came a missing key is an error. */
const nilsIn = (value, path, of) => {
	const name = path.slice(path.lastIndexOf(".") + 1);
	const map = [path, name].find((it) => Object.hasOwn(maps, it));
	const zero = map !== void 0 && of === "structs" ? maps[map] : void 0;
	if (value === null) return map !== void 0 ? new Nil("map[]", zero) : new Nil(pointers.has(name) ? "<nil>" : "[]");
	if (Array.isArray(value)) return value.map((it) => nilsIn(it, "", of));
	if (typeof value !== "object") return value;
	const entries = Object.entries(value).map(([key, inner]) => [key, nilsIn(inner, `${name}.${key}`, of)]);
	return {
		...Object.fromEntries(entries),
		...zero !== void 0 && { [mapZero]: zero }
	};
};
// src/docker/verbs/lifecycle.ts
const start = async (docker, options) => {
	if (options.is("attach") || options.is("interactive")) return startAttached(docker, options.args);
	const failed = [];
	for (const container of options.args) try {
		await ask(docker, {
			issuer: "client",
			type: "StartContainer",
			container
		});
		docker.out(`${container}\n`);
	} catch (error) {
		docker.err(`${errorText(error)}\n`);
		failed.push(container);
	}
	if (failed.length === 0) return 0;
	throw new Complaint(`Error: failed to start containers: ${failed.join(", ")}`);
};
const startAttached = async (docker, args) => {
	const [reference = ""] = args;
	if (args.length > 1) throw new Complaint("you cannot start and attach multiple containers at once");
	await orMissing("container", reference, ask(docker, {
		issuer: "client",
		type: "InspectContainer",
		container: reference
	}));
	const id = containerOf(docker, reference)?.id ?? reference;
	await ask(docker, {
		issuer: "client",
		type: "AttachContainer",
		container: id,
		stream: true
	});
	return runAttached(docker, id, () => ask(docker, {
		issuer: "client",
		type: "StartContainer",
		container: reference
	}));
};
const timeoutOf = (text) => text === void 0 ? {} : { timeout: Number(text) };
const stop = (docker, options) => forEach(docker, options.args, async (container) => {
	await ask(docker, {
		issuer: "client",
		type: "StopContainer",
		container,
		...timeoutOf(options.one("time"))
	});
	return container;
});
const restart = (docker, options) => forEach(docker, options.args, async (container) => {
	await ask(docker, {
		issuer: "client",
		type: "RestartContainer",
		container,
		...timeoutOf(options.one("time"))
	});
	return container;
});
const kill = (docker, options) => forEach(docker, options.args, async (container) => {
	await ask(docker, {
		issuer: "client",
		type: "KillContainer",
		container,
		signal: options.one("signal") ?? "KILL"
	});
	return container;
});
const pause = (docker, options) => forEach(docker, options.args, async (container) => {
	await ask(docker, {
		issuer: "client",
		type: "PauseContainer",
		container
	});
	return container;
});
const unpause = (docker, options) => forEach(docker, options.args, async (container) => {
	await ask(docker, {
		issuer: "client",
		type: "UnpauseContainer",
		container
	});
	return container;
});
const remove = async (docker, options) => {
	const force = options.is("force");
	const errors = [];
	for (const typed of options.args) {
		const container = typed.replace(/^\/+|\/+$/g, "");
		if (container === "") throw new Complaint("Container name cannot be empty");
		try {
			const removal = {
				container,
				force,
				volumes: options.is("volumes"),
				link: options.is("link")
			};
			await orMissing("container", container, ask(docker, {
				issuer: "client",
				type: "RemoveContainer",
				...removal
			}));
			docker.out(`${typed}\n`);
		} catch (error) {
			if (force && error instanceof Complaint) docker.err(`${error.message}\n`);
			else errors.push(errorText(error));
		}
	}
	if (errors.length > 0) docker.err(`${errors.join("\n")}\n`);
	return errors.length > 0 ? 1 : 0;
};
const wait = (docker, options) => forEach(docker, options.args, async (container) => {
	await ask(docker, {
		issuer: "client",
		type: "WaitContainer",
		container
	});
	const id = containerOf(docker, container)?.id ?? container;
	if (!await docker.machine.until(() => hasEnded(docker, id))) throw new Complaint(`plimsoll: ${container} never ends by itself: nobody waits for it`);
	return String(exitCodeOf(docker, id));
});
const rename = async (docker, { args: [from = "", to = ""] }) => {
	const [container, name] = [from.trim(), to.trim()];
	if (container === "" || name === "") throw new Complaint("Error: Neither old nor new names may be empty");
	try {
		await ask(docker, {
			issuer: "client",
			type: "RenameContainer",
			container,
			name
		});
	} catch (error) {
		docker.err(`${errorText(error)}\n`);
		throw new Complaint(`Error: failed to rename container named ${container}`);
	}
	return 0;
};
const update = (docker, options) => {
	const policy = options.one("restart");
	const memory = options.one("memory");
	const swap = options.one("memory-swap");
	const reservation = options.one("memory-reservation");
	const pids = options.one("pids-limit");
	const further = defined(resourcesOf(options));
	if (!updatable.some((flag) => options.has(flag))) throw new Complaint("you must provide one or more flags when using this command");
	const change = {
		...policy !== void 0 && { restartPolicy: restartPolicyOf(policy) },
		...memory !== void 0 && { memory: bytesOf(memory) ?? 0 },
		...swap !== void 0 && { memorySwap: bytesOf(swap) ?? 0 },
		...reservation !== void 0 && { memoryReservation: bytesOf(reservation) ?? 0 },
		...pids !== void 0 && { pidsLimit: Number(pids) },
		...Object.keys(further).length > 0 && { further }
	};
	return forEach(docker, options.args, async (container) => {
		await ask(docker, {
			issuer: "client",
			type: "UpdateContainer",
			container,
			...change
		});
		return container;
	});
};
const updatable = [
	"restart",
	"memory",
	"memory-swap",
	"memory-reservation",
	"cpus",
	"cpu-shares",
	"pids-limit",
	"cpu-period",
	"cpu-quota",
	"cpuset-cpus",
	"cpuset-mems",
	"kernel-memory",
	"blkio-weight",
	"cpu-rt-period",
	"cpu-rt-runtime"
];
// src/docker/verbs/prune.ts
const filterWords = (options) => Object.fromEntries(filtersOf(options.all("filter"), "--filter"));
/** Without an answer, or with any but yes, nothing is removed. */
const isConfirmed = (docker, force, warning) => {
	if (force) return true;
	docker.out(`WARNING! ${warning}\nAre you sure you want to continue? [y/N] `);
	return false;
};
const containersOf = (docker, filters) => ask(docker, {
	issuer: "client",
	type: "PruneContainers",
	filters
});
const volumesOf = (docker, filters) => ask(docker, {
	issuer: "client",
	type: "PruneVolumes",
	filters
});
const imagesOf = async (docker, all, filters) => {
	const { ImagesDeleted = [], SpaceReclaimed } = await ask(docker, {
		issuer: "client",
		type: "PruneImages",
		all,
		filters
	});
	return {
		deleted: ImagesDeleted.map((row) => "Deleted" in row ? `deleted: ${row.Deleted}` : `untagged: ${row.Untagged}`),
		reclaimed: SpaceReclaimed
	};
};
const printDeleted = ({ out }, title, { deleted }) => {
	if (deleted.length > 0) out(`${title}:\n${deleted.join("\n")}\n\n`);
};
const printReclaimed = ({ out }, ...all) => {
	out(`Total reclaimed space: ${humanSize(all.reduce((sum, { reclaimed }) => sum + reclaimed, 0))}\n`);
	return 0;
};
const pruneContainers = async (docker, options) => {
	const filters = filterWords(options);
	if (!isConfirmed(docker, options.is("force"), "This will remove all stopped containers.")) return printReclaimed(docker);
	const pruned = await containersOf(docker, filters);
	printDeleted(docker, "Deleted Containers", pruned);
	return printReclaimed(docker, pruned);
};
const pruneVolumes = async (docker, options) => {
	const filters = filterWords(options);
	if (!isConfirmed(docker, options.is("force"), "This will remove all local volumes not used by at least one container.")) return printReclaimed(docker);
	const pruned = await volumesOf(docker, filters);
	printDeleted(docker, "Deleted Volumes", pruned);
	return printReclaimed(docker, pruned);
};
const pruneImages = async (docker, options) => {
	const filters = filterWords(options);
	const all = options.is("all");
	const warning = all ? "This will remove all images without at least one container associated to them." : "This will remove all dangling images.";
	if (!isConfirmed(docker, options.is("force"), warning)) return printReclaimed(docker);
	const pruned = await imagesOf(docker, all, filters);
	printDeleted(docker, "Deleted Images", pruned);
	return printReclaimed(docker, pruned);
};
/** Stopped containers, unused images, and on request unused volumes; what is wrong with a filter the first of them says. */
const pruneSystem = async (docker, options) => {
	const filters = filterWords(options);
	const all = options.is("all");
	const volumes = options.is("volumes");
	if (volumes && filters.until) throw new Complaint("ERROR: The \"until\" filter is not supported with \"--volumes\"");
	if (!isConfirmed(docker, options.is("force"), systemWarning({
		all,
		volumes,
		filters
	}))) return 0;
	const containers = await containersOf(docker, filters);
	printDeleted(docker, "Deleted Containers", containers);
	const unused = volumes ? await volumesOf(docker, filters) : {
		deleted: [],
		reclaimed: 0
	};
	printDeleted(docker, "Deleted Volumes", unused);
	const images = await imagesOf(docker, all, filters);
	printDeleted(docker, "Deleted Images", images);
	return printReclaimed(docker, containers, unused, images);
};
const systemWarning = ({ all, volumes, filters }) => {
	const items = Object.entries(filters).flatMap(([name, values]) => values.map((value) => `${name}=${value}`));
	return [
		"This will remove:",
		"  - all stopped containers",
		"  - all networks not used by at least one container",
		...volumes ? ["  - all volumes not used by at least one container"] : [],
		all ? "  - all images without at least one container associated to them" : "  - all dangling images",
		all ? "  - all build cache" : "  - all dangling build cache",
		"",
		...items.length > 0 ? [
			"  Items to be pruned will be filtered with:",
			...items.sort().map((item) => `  - ${item}`),
			""
		] : []
	].join("\n");
};
// src/docker/verbs/pull.ts
/** Pulls an image and prints what a client without a terminal prints. */
const pullInto = async (docker, reference, print) => {
	const { rows } = await ask(docker, await docker.pulling(reference));
	for (const { id, status } of rows) print(`${id === void 0 ? "" : `${id}: `}${status}\n`);
};
const pull = async (docker, options) => {
	const [typed = ""] = options.args;
	const named = parseName(typed);
	if ("flaw" in named) throw new Complaint(named.flaw);
	const full = tagNameOnly(named);
	const quiet = options.is("quiet");
	if (!quiet && named.tag === void 0 && named.digest === void 0) docker.out("Using default tag: latest\n");
	const reference = full.digest === void 0 ? `${familiarName(full)}:${full.tag}` : `${familiarName(full)}@${full.digest}`;
	await pullInto(docker, reference, quiet ? () => {} : docker.out);
	docker.out(`${normalName(full)}${full.digest === void 0 ? `:${full.tag}` : `@${full.digest}`}\n`);
	return 0;
};
// src/docker/verbs/container-config.ts
/** What the flags and arguments of `run` and `create` say about the container itself. */
const containerConfigOf = (options, detached, files) => {
	const [image = "", ...command] = options.args;
	const attach = options.all("attach").map((stream) => stream.toLowerCase());
	const attaches = (stream) => !detached && (attach.length === 0 || attach.includes(stream));
	const volumes = options.all("volume").filter((volume) => !volume.includes(":"));
	const stdin = options.is("interactive");
	const { exposed } = portsOf(options.all("publish"), options.all("expose"));
	const env = [...fromFiles(files, options.all("env-file")), ...options.all("env").flatMap(variable)];
	const labels = [...fromFiles(files, options.all("label-file")), ...options.all("label").map(label)];
	const wrong = attach.find((stream) => ![
		"stdin",
		"stdout",
		"stderr"
	].includes(stream));
	if (wrong !== void 0) throw new FlagError(`invalid argument ${JSON.stringify(wrong)} for "-a, --attach" flag: valid streams are STDIN, STDOUT and STDERR`);
	const mac = options.one("mac-address");
	if (mac !== void 0 && !/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(mac)) throw new Complaint(`${mac} is not a valid mac address`);
	return defined({
		Hostname: options.one("hostname"),
		Domainname: options.one("domainname"),
		User: options.one("user"),
		AttachStdin: stdin && attaches("stdin") || void 0,
		AttachStdout: attaches("stdout") || void 0,
		AttachStderr: attaches("stderr") || void 0,
		ExposedPorts: Object.keys(exposed).length > 0 ? exposed : void 0,
		Tty: options.is("tty") || void 0,
		OpenStdin: stdin || void 0,
		StdinOnce: stdin && attaches("stdin") || void 0,
		Env: options.has("env") || options.has("env-file") ? env : void 0,
		Cmd: command.length > 0 ? command : void 0,
		Healthcheck: healthcheckOf(options),
		Image: image,
		Volumes: volumes.length > 0 ? Object.fromEntries(volumes.map((path) => [path, {}])) : void 0,
		WorkingDir: options.one("workdir"),
		Entrypoint: options.has("entrypoint") ? [options.one("entrypoint") ?? ""] : void 0,
		MacAddress: mac,
		Labels: pairsOf(labels),
		StopSignal: options.one("stop-signal"),
		StopTimeout: options.has("stop-timeout") ? Number(options.one("stop-timeout")) : void 0
	});
};
/** A name alone would take its value from the client's environment, which a script here has none of. */
const variable = (word) => {
	if (word === "" || word.startsWith("=")) throw new FlagError(`invalid argument ${JSON.stringify(word)} for "-e, --env" flag: invalid environment variable: ${word}`);
	return word.includes("=") ? [word] : [];
};
const label = (word) => {
	if (word === "" || word.startsWith("=")) throw new FlagError(`invalid argument ${JSON.stringify(word)} for "-l, --label" flag: invalid label '${word}': empty name`);
	return word;
};
/** Lines of `KEY=value`; comments and blank lines are passed over, and a name alone has no value here. */
const fromFiles = (files, paths) => paths.flatMap((path) => {
	const found = files.look(path, true);
	if (!found) throw new Complaint(`open ${path}: no such file or directory`);
	if (found.kind === "directory") throw new Complaint(`read ${path}: is a directory`);
	return new TextDecoder().decode(files.read(path)).split("\n").map((line) => line.trimStart()).filter((line) => line !== "" && !line.startsWith("#")).flatMap((line) => {
		if (/^[^=]*\s/.test(line)) throw new Complaint(`poorly formatted environment: variable '${line.split("=")[0]}' contains whitespaces`);
		return line.includes("=") ? [line] : [];
	});
});
const healthcheckOf = (options) => {
	const times = {
		Interval: durationOf(options, "health-interval"),
		Timeout: durationOf(options, "health-timeout"),
		StartPeriod: durationOf(options, "health-start-period"),
		Retries: options.has("health-retries") ? Number(options.one("health-retries")) : void 0
	};
	if ((times.Retries ?? 0) < 0) throw new Complaint("--health-retries cannot be negative");
	const isAsked = options.has("health-cmd") || Object.values(times).some((it) => it !== void 0);
	if (options.is("no-healthcheck")) {
		if (isAsked) throw new Complaint("--no-healthcheck conflicts with --health-* options");
		return { Test: ["NONE"] };
	}
	if (!isAsked) return void 0;
	const command = options.one("health-cmd");
	return defined({
		Test: command === void 0 ? void 0 : ["CMD-SHELL", command],
		...times
	});
};
/** Go's durations: `1m30s`. */
const durationOf = (options, flag) => {
	const text = options.one(flag);
	if (text === void 0) return void 0;
	const duration = goDuration(text);
	if (duration === void 0) {
		const why = /^[-+]?[\d.]+$/.test(text) ? "missing unit in duration" : "invalid duration";
		throw new FlagError(`invalid argument ${quoted(text)} for "--${flag}" flag: time: ${why} ${quoted(text)}`);
	}
	if (duration < 0) throw new FlagError(`docker: --${flag} cannot be negative.`);
	return duration;
};
const quoted = (text) => JSON.stringify(text);
// src/docker/verbs/run.ts
/** `docker create`: the image is pulled when it is not here. */
const create = async (docker, options) => {
	const settings = hinted("create", () => settingsOf(docker, options, false));
	docker.out(`${await createFrom(docker, options, settings)}\n`);
	return 0;
};
/** `docker run`: pull if missing, create, attach, start, wait. */
const run = async (docker, options) => {
	const detached = options.is("detach");
	const settings = hinted("run", () => settingsOf(docker, options, detached));
	if (detached && options.has("attach")) throw new Complaint("Conflicting options: -a and -d");
	try {
		const id = await createFrom(docker, options, settings);
		return await started(docker, id, detached);
	} catch (error) {
		throw hint("run", error);
	}
};
/** What the client finds wrong with the words themselves is told with a hint at the help. */
const hinted = (verb, read) => {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof Complaint)) throw error;
		throw hint(verb, error);
	}
};
const hint = (verb, error) => new Complaint(`docker: ${errorText(error).replace(/\.$/, "")}.\nSee 'docker ${verb} --help'.`, 125);
const settingsOf = (docker, options, detached) => {
	const config = containerConfigOf(options, detached, docker.files);
	const hostConfig = hostConfigOf(options);
	if (options.is("rm") && !["", "no"].includes(hostConfig.RestartPolicy?.Name ?? "")) throw new Complaint("Conflicting options: --restart and --rm");
	refuseUnmodelled(options, hostConfig.NetworkMode ?? "");
	return {
		config,
		hostConfig
	};
};
/** Flags of which the model knows nothing that could be kept: they are refused, not passed over. */
const notModelled = [
	"ip",
	"ip6",
	"link-local-ip"
];
const refuseUnmodelled = (options, network) => {
	if (options.has("network-alias")) throw new Complaint("network-scoped aliases are only supported for user-defined networks");
	if (options.has("link")) {
		if (/^(none|host|container:.*)$/.test(network)) throw new Complaint("links are only supported for user-defined networks");
		throw new Complaint("plimsoll: --link is not modelled");
	}
	const flag = notModelled.find((name) => options.has(name));
	if (flag !== void 0) throw new Complaint(`plimsoll: --${flag} is not modelled`);
	const platform = options.one("platform");
	if (platform !== void 0 && !/^linux(\/(amd64|x86_64|x86-64))?$/.test(platform)) throw new Complaint(`plimsoll: --platform ${platform} is not modelled, only linux/amd64 is`);
};
const createFrom = async (docker, options, { config, hostConfig }) => {
	const image = config.Image ?? "";
	const named = parseName(image);
	if ("flaw" in named) throw new Complaint(named.flaw);
	const name = options.one("name");
	const cidfile = options.one("cidfile");
	if (cidfile !== void 0 && docker.files.look(cidfile)) throw new Complaint(`container ID file found, make sure the other container isn't running or delete ${cidfile}`);
	const request = {
		config,
		hostConfig,
		sources: sourcesOf(docker, hostConfig),
		...name !== void 0 && { name }
	};
	const creating = () => ask(docker, {
		issuer: "client",
		type: "CreateContainer",
		...request
	});
	const pulls = options.one("pull") ?? "missing";
	if (pulls === "always") await pullInto(docker, image, docker.err);
	const created = await creating().catch(async (error) => {
		if (!(error instanceof Refused && error.rejection.status === 404 && /^No such image/.test(error.message)) || pulls === "never") throw error;
		docker.err(`Unable to find image '${withTag(image)}' locally\n`);
		await pullInto(docker, image, docker.err);
		return creating();
	});
	for (const warning of created.warnings ?? []) docker.err(`WARNING: ${warning}\n`);
	if (cidfile !== void 0) docker.files.write(cidfile, new TextEncoder().encode(created.id));
	return created.id;
};
/** What stands on the host where binds come from. */
const sourcesOf = ({ files }, { Binds = [], Mounts = [] }) => {
	const paths = [...Binds.map((bind) => bind.split(":")[0] ?? ""), ...Mounts.flatMap(({ Type, Source = "" }) => Type === "bind" ? [Source] : [])];
	return Object.fromEntries(paths.filter((path) => path.startsWith("/")).map((path) => {
		const kind = files.look(path, true)?.kind;
		return [path, kind === void 0 ? "missing" : kind === "directory" ? "directory" : "file"];
	}));
};
const withTag = (image) => /[:@][^/]*$/.test(image) ? image : `${image}:latest`;
const started = async (docker, id, detached) => {
	const start = () => ask(docker, {
		issuer: "client",
		type: "StartContainer",
		container: id
	});
	try {
		if (!detached) {
			await ask(docker, {
				issuer: "client",
				type: "AttachContainer",
				container: id,
				stream: true
			});
			return await runAttached(docker, id, start);
		}
		await start().finally(() => docker.out(`${id}\n`));
		return 0;
	} catch (error) {
		docker.err(`docker: ${errorText(error).replace(/\.$/, "")}.\n`);
		return codeOfFailedStart(errorText(error));
	}
};
/** The client reads the exit code of a failed start out of the engine's message. */
const codeOfFailedStart = (message) => {
	if (/executable file not found|no such file or directory|system cannot find the file/.test(message)) return 127;
	return /permission denied/.test(message) ? 126 : 125;
};
// src/docker/verbs/version.ts
/** The versions that the model was measured on; the build is Debian's. */
const built = "Thu May  7 21:09:36 2026";
const platform = {
	GoVersion: "go1.19.8",
	Os: "linux",
	Arch: "amd64"
};
const client = {
	Platform: { Name: "" },
	Version: "20.10.24+dfsg1",
	ApiVersion: "1.41",
	DefaultAPIVersion: "1.41",
	GitCommit: "297e128",
	...platform,
	BuildTime: built,
	Context: "default",
	Experimental: true
};
const components = [
	{
		Name: "Engine",
		Version: "20.10.24+dfsg1",
		Details: {
			ApiVersion: "1.41",
			Arch: "amd64",
			BuildTime: built,
			Experimental: "false",
			GitCommit: "5d6db84",
			GoVersion: "go1.19.8",
			MinAPIVersion: "1.12",
			Os: "linux"
		}
	},
	{
		Name: "containerd",
		Version: "1.6.20~ds1",
		Details: { GitCommit: "1.6.20~ds1-1+deb12u3" }
	},
	{
		Name: "runc",
		Version: "1.1.5+ds1",
		Details: { GitCommit: "1.1.5+ds1-1+deb12u1" }
	},
	{
		Name: "docker-init",
		Version: "0.19.0",
		Details: { GitCommit: "" }
	}
];
const server = {
	Platform: { Name: "" },
	Components: components,
	Version: "20.10.24+dfsg1",
	ApiVersion: "1.41",
	MinAPIVersion: "1.12",
	GitCommit: "5d6db84",
	...platform,
	BuildTime: "2026-05-07T21:09:36.000000000+00:00"
};
const versions = {
	Client: client,
	Server: server
};
/** In Go's structs the field is called `APIVersion`. */
const withGoName = ({ ApiVersion, ...rest }, type) => ({
	...rest,
	APIVersion: ApiVersion,
	[goType]: type
});
const data = {
	Client: {
		...withGoName(client, "system.clientVersion"),
		toJSON: () => client
	},
	Server: {
		...withGoName(server, "*types.Version"),
		toJSON: () => server
	},
	toJSON: () => versions,
	[goType]: "system.versionInfo"
};
const version = async (docker, options) => {
	const format = options.one("format");
	docker.out(format === void 0 ? text : `${formatted(docker.out, format, "version", data)}\n`);
	return 0;
};
/** One value through a template; a failure is told by the template's name, after an empty line where it ran (measured). */
const formatted = (out, format, name, value) => {
	let isRead = false;
	try {
		const run = template(format);
		isRead = true;
		return run(value);
	} catch (error) {
		if (!(error instanceof TemplateError)) throw error;
		if (!isRead) throw new Complaint(`template parsing error: ${error.located(name)}`, 64);
		out("\n");
		throw new Complaint(error.located(name));
	}
};
const pairs = (indent, width, rows) => rows.map(([name, value]) => `${indent}${`${name}:`.padEnd(width)}${value}`);
const text = [
	"Client:",
	...pairs(" ", 19, [
		["Version", client.Version],
		["API version", client.ApiVersion],
		["Go version", client.GoVersion],
		["Git commit", client.GitCommit],
		["Built", built],
		["OS/Arch", "linux/amd64"],
		["Context", "default"],
		["Experimental", "true"]
	]),
	"",
	"Server:",
	" Engine:",
	...pairs("  ", 18, [
		["Version", server.Version],
		["API version", `${server.ApiVersion} (minimum version ${server.MinAPIVersion})`],
		["Go version", server.GoVersion],
		["Git commit", server.GitCommit],
		["Built", built],
		["OS/Arch", "linux/amd64"],
		["Experimental", "false"]
	]),
	...components.slice(1).flatMap(({ Name, Version, Details }) => [` ${Name}:`, ...pairs("  ", 18, [["Version", Version], ["GitCommit", Details.GitCommit]])]),
	""
].join("\n");
// src/docker/verbs/system.ts
const logPlugins = [...[
	"awslogs",
	"fluentd",
	"gcplogs",
	"gelf",
	"journald",
	"json-file",
	"local",
	"logentries",
	"splunk",
	"syslog"
]];
const runtimes = [
	"io.containerd.runc.v2",
	"io.containerd.runtime.v1.linux",
	"runc"
];
const infoOf = ({ containers, images, host }) => {
	const count = (status) => [...containers.values()].filter(({ state }) => state.status === status).length;
	const running = count("running") + count("restarting");
	return {
		Containers: containers.size,
		ContainersRunning: running,
		ContainersPaused: count("paused"),
		ContainersStopped: containers.size - running - count("paused"),
		Images: images.size,
		Driver: "overlay2",
		DriverStatus: [
			["Backing Filesystem", "extfs"],
			["Supports d_type", "true"],
			["Native Overlay Diff", "true"],
			["userxattr", "false"]
		],
		Plugins: {
			Volume: ["local"],
			Network: [
				"bridge",
				"host",
				"ipvlan",
				"macvlan",
				"null",
				"overlay"
			],
			Log: logPlugins
		},
		Debug: false,
		LoggingDriver: "json-file",
		CgroupDriver: "cgroupfs",
		CgroupVersion: "1",
		IndexServerAddress: "https://index.docker.io/v1/",
		ExperimentalBuild: false,
		Runtimes: Object.fromEntries(runtimes.map((name) => [name, { path: "runc" }])),
		DefaultRuntime: "runc",
		Swarm: { LocalNodeState: "inactive" },
		ContainerdCommit: { ID: "1.6.20~ds1-1+deb12u3" },
		RuncCommit: { ID: "1.1.5+ds1-1+deb12u1" },
		SecurityOptions: ["name=seccomp,profile=default"],
		InitBinary: "docker-init",
		DockerRootDir: "/var/lib/docker",
		ServerVersion: "20.10.24+dfsg1",
		OSType: "linux",
		Architecture: "x86_64",
		LiveRestoreEnabled: host.liveRestore
	};
};
/** What the engine says of the host's kernel, memory and name is left out: the model's host has none. */
const info = async (docker, options) => {
	const it = infoOf(docker.machine.world);
	const format = options.one("format");
	if (format !== void 0) {
		docker.out(`${formatted(docker.out, format, "", {
			...it,
			[goType]: "system.info"
		})}\n`);
		return 0;
	}
	docker.out([
		"Client:",
		" Context:    default",
		" Debug Mode: false",
		"",
		"Server:",
		` Containers: ${it.Containers}`,
		`  Running: ${it.ContainersRunning}`,
		`  Paused: ${it.ContainersPaused}`,
		`  Stopped: ${it.ContainersStopped}`,
		` Images: ${it.Images}`,
		` Server Version: ${it.ServerVersion}`,
		` Storage Driver: ${it.Driver}`,
		...it.DriverStatus.map(([name, value]) => `  ${name}: ${value}`),
		` Logging Driver: ${it.LoggingDriver}`,
		` Cgroup Driver: ${it.CgroupDriver}`,
		` Cgroup Version: ${it.CgroupVersion}`,
		" Plugins:",
		`  Volume: ${it.Plugins.Volume.join(" ")}`,
		`  Network: ${it.Plugins.Network.join(" ")}`,
		`  Log: ${it.Plugins.Log.join(" ")}`,
		` Swarm: ${it.Swarm.LocalNodeState}`,
		` Runtimes: ${Object.keys(it.Runtimes).join(" ")}`,
		` Default Runtime: ${it.DefaultRuntime}`,
		` Init Binary: ${it.InitBinary}`,
		` containerd version: ${it.ContainerdCommit.ID}`,
		` runc version: ${it.RuncCommit.ID}`,
		" init version: ",
		" Security Options:",
		"  seccomp",
		"   Profile: default",
		` OSType: ${it.OSType}`,
		` Architecture: ${it.Architecture}`,
		` Docker Root Dir: ${it.DockerRootDir}`,
		` Debug Mode: ${it.Debug}`,
		` Registry: ${it.IndexServerAddress}`,
		" Labels:",
		` Experimental: ${it.ExperimentalBuild}`,
		" Insecure Registries:",
		"  127.0.0.0/8",
		` Live Restore Enabled: ${it.LiveRestoreEnabled}`,
		"",
		""
	].join("\n"));
	return 0;
};
const share = ({ size, free }) => `${humanSize(free)}${size > 0 ? ` (${Math.trunc(free * 100 / size)}%)` : ""}`;
const row = (type, usage) => ({
	Type: type,
	TotalCount: String(usage.total),
	Active: String(usage.active),
	Size: humanSize(usage.size, 4),
	Reclaimable: share(usage)
});
const usageOf = (world) => {
	const sum = (sizes) => sizes.reduce((all, size) => all + size, 0);
	const layers = [...world.layers.values()];
	const used = [...world.images.values()].filter(({ id }) => hasMember(world.indexes.imageContainers, id));
	const keeps = /* @__PURE__ */ new Set();
	for (const { parent: top } of world.writeLayers.values()) for (let layer = top && world.layers.get(top); layer; layer = layer.parent && world.layers.get(layer.parent)) keeps.add(layer.chainId);
	const containers = [...world.containers.values()].map(({ id, state }) => ({
		isUp: [
			"running",
			"paused",
			"restarting"
		].includes(state.status),
		size: sizeOfTree(world.writeLayers.get(id)?.upper ?? emptyTree())
	}));
	const volumes = [...world.volumes.values()].map(({ name, content }) => ({
		isUsed: world.indexes.volumeContainers.has(name),
		size: sizeOfTree(content)
	}));
	return [
		row("Images", {
			total: world.images.size,
			active: used.length,
			size: sum(layers.map(({ size }) => size)),
			free: sum(layers.filter(({ chainId }) => !keeps.has(chainId)).map(({ size }) => size))
		}),
		row("Containers", {
			total: containers.length,
			active: containers.filter(({ isUp }) => isUp).length,
			size: sum(containers.map(({ size }) => size)),
			free: sum(containers.filter(({ isUp }) => !isUp).map(({ size }) => size))
		}),
		row("Local Volumes", {
			total: volumes.length,
			active: volumes.filter(({ isUsed }) => isUsed).length,
			size: sum(volumes.map(({ size }) => size)),
			free: sum(volumes.filter(({ isUsed }) => !isUsed).map(({ size }) => size))
		}),
		row("Build Cache", {
			total: 0,
			active: 0,
			size: 0,
			free: 0
		})
	];
};
const diskUsage = async (docker, options) => {
	if (options.is("verbose")) throw new Complaint("plimsoll: docker system df --verbose is not modelled");
	const headers = {
		Type: "TYPE",
		TotalCount: "TOTAL",
		Active: "ACTIVE",
		Size: "SIZE",
		Reclaimable: "RECLAIMABLE"
	};
	const format = options.one("format") ?? "table {{.Type}}\\t{{.TotalCount}}\\t{{.Active}}\\t{{.Size}}\\t{{.Reclaimable}}";
	docker.out(printRows(format, {
		type: "*formatter.diskUsageImagesContext",
		headers,
		rows: usageOf(docker.machine.world)
	}));
	return 0;
};
// src/docker/verbs/volumes.ts
/** Where the model's engine keeps its data. */
const dataRoot = "/var/lib/docker";
const createVolume = async (docker, options) => {
	const name = options.args[0] ?? options.one("name");
	const driver = options.one("driver");
	const created = await ask(docker, {
		issuer: "client",
		type: "CreateVolume",
		...name !== void 0 && { name },
		...driver !== void 0 && { driver },
		labels: pairsOf(options.all("label")),
		options: pairsOf(options.all("opt"))
	});
	docker.out(`${created.name}\n`);
	return 0;
};
const removeVolumes = (docker, options) => forEach(docker, options.args, async (volume) => {
	const removal = {
		volume,
		force: options.is("force")
	};
	await orMissing("volume", volume, ask(docker, {
		issuer: "client",
		type: "RemoveVolume",
		...removal
	}));
	return volume;
});
const known = /* @__PURE__ */ new Set([
	"name",
	"label",
	"driver",
	"dangling"
]);
const listVolumes = async (docker, options) => {
	await ask(docker, {
		issuer: "client",
		type: "ListVolumes"
	});
	const { world } = docker.machine;
	const filters = filtersOf(options.all("filter"));
	for (const [key, values] of filters) {
		if (!known.has(key)) throw new Complaint(`Error response from daemon: Invalid filter '${key}'`);
		if (key === "dangling" && values.some((value) => !/^(1|0|true|false)$/.test(value))) throw new Complaint(`Error response from daemon: Invalid filter 'dangling=[${values.join(" ")}]'`);
	}
	const rows = [...world.volumes.values()].filter(({ name }) => (filters.get("name") ?? [name]).some((part) => name.includes(part))).filter(({ labels }) => (filters.get("label") ?? []).every((label) => hasLabel(labels ?? {}, label))).filter(({ driver }) => (filters.get("driver") ?? [driver]).includes(driver)).filter(({ name }) => (filters.get("dangling") ?? []).every((value) => /^(true|1)$/.test(value) !== world.indexes.volumeContainers.has(name))).sort((a, b) => a.name < b.name ? -1 : 1).map(({ name, driver, labels = {} }) => ({
		Driver: driver,
		Labels: Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(","),
		Links: "N/A",
		Mountpoint: `${dataRoot}/volumes/${name}/_data`,
		Name: name,
		Scope: "local",
		Size: "N/A",
		Label: (key) => Object.hasOwn(labels, key) ? labels[key] : ""
	}));
	const format = options.is("quiet") ? "{{.Name}}" : options.one("format") ?? "table {{.Driver}}\\t{{.Name}}";
	docker.out(printRows(format, {
		type: "*formatter.volumeContext",
		headers: {
			Name: "VOLUME NAME",
			Driver: "DRIVER",
			Scope: "SCOPE",
			Mountpoint: "MOUNTPOINT",
			Labels: "LABELS",
			Links: "LINKS",
			Size: "SIZE"
		},
		rows
	}));
	return 0;
};
// src/docker/verbs/index.ts
const container = {
	attach,
	commit,
	cp,
	create,
	diff,
	exec,
	export: exportContainer,
	kill,
	logs,
	pause,
	port,
	rename,
	restart,
	rm: remove,
	run,
	start,
	stop,
	top,
	unpause,
	update,
	wait
};
const image = {
	build,
	history,
	import: importImage,
	load,
	pull,
	save,
	tag
};
const under = (group, verbs) => Object.fromEntries(Object.entries(verbs).map(([name, verb]) => [`${group} ${name}`, verb]));
/** Every command that the model answers, by its full name. */
const verbs = {
	...container,
	...image,
	...under("container", {
		...container,
		inspect,
		ls: ps,
		prune: pruneContainers
	}),
	...under("image", {
		...image,
		inspect,
		ls: images,
		rm: removeImages,
		prune: pruneImages
	}),
	...under("volume", {
		create: createVolume,
		inspect,
		ls: listVolumes,
		rm: removeVolumes,
		prune: pruneVolumes
	}),
	...under("system", {
		df: diskUsage,
		events,
		info,
		prune: pruneSystem
	}),
	events,
	info,
	inspect,
	version,
	ps,
	images,
	rmi: removeImages
};
// src/docker/cli/argument-count.ts
/** How many arguments a command takes, read from its usage line. */
const boundsOf = (command) => {
	const verb = command.split(" ").at(-1) ?? "";
	if (verb === "cp") return {
		least: 2,
		most: 2
	};
	if (verb === "build") return {
		least: 1,
		most: 1
	};
	let least = 0;
	let most = 0;
	const tail = usageOf$1(command).replace(`docker ${command}`, "").replace("[OPTIONS]", "");
	for (const [word] of tail.matchAll(/\[(?:[^[\]]|\[[^\]]*\])*\]|[^\s[]+(?:\[[^\]]*\])?/g)) if (word.startsWith("[")) most += /\.\.\.|OPTIONS/.test(word) ? Number.POSITIVE_INFINITY : 1;
	else {
		least++;
		most++;
	}
	return {
		least,
		most
	};
};
/** What Docker says to a wrong number of arguments; `undefined` when it is right. */
const wrongCount = (command, count) => {
	const bounds = boundsOf(command);
	if (count >= bounds.least && count <= bounds.most) return void 0;
	return [
		`"docker ${command}" ${requirement(bounds)}.`,
		`See 'docker ${command} --help'.`,
		"",
		`Usage:  ${usageOf$1(command)}`,
		"",
		purposeOf(command),
		""
	].join("\n");
};
const requirement = ({ least, most }) => {
	const plural = (count) => `${count} argument${count === 1 ? "" : "s"}`;
	if (most === 0) return "accepts no arguments";
	if (least === most) return `requires exactly ${plural(least)}`;
	if (most === Number.POSITIVE_INFINITY) return `requires at least ${plural(least)}`;
	return least === 0 ? `requires at most ${plural(most)}` : `requires at least ${least} and at most ${plural(most)}`;
};
// src/docker/cli/dispatch.ts
/** One `docker` command line, without the word `docker`; answers its exit code. */
const runDocker = async (docker, words) => {
	const [first, second = ""] = words;
	if (first === void 0 || first === "--help" || first === "-h" || first === "help") {
		docker.out(helpOfGroup(""));
		return 0;
	}
	if (first.startsWith("-")) return refuseFlag(docker, first);
	if (groups.some((group) => group === first)) return runInGroup(docker, first, second, words);
	const command = commandOf(first);
	if (command === void 0 || first.includes(" ")) {
		docker.err(beyond.has(first) ? `plimsoll: the model has no 'docker ${first}'; Docker has it\n` : `docker: '${first}' is not a docker command.\nSee 'docker --help'\n`);
		return 1;
	}
	return runCommand(docker, command, words.slice(1));
};
/** What the client of 20.10 has beside what is modelled. */
const beyond = /* @__PURE__ */ new Set([...[
	"builder",
	"config",
	"context",
	"login",
	"logout",
	"manifest",
	"network"
], ...[
	"node",
	"plugin",
	"search",
	"secret",
	"service",
	"stack",
	"swarm",
	"trust"
]]);
const refuseFlag = (docker, word) => {
	if (word === "-v" || word === "--version") {
		docker.out("Docker version 20.10.24+dfsg1, build 297e128\n");
		return 0;
	}
	const problem = word.startsWith("--") ? `unknown flag: ${word}` : `unknown shorthand flag: '${word[1]}' in ${word}`;
	docker.err(`${problem}\nSee 'docker --help'.\n${helpOfGroup("")}\n`);
	return 125;
};
const runInGroup = async (docker, group, verb, words) => {
	if (verb === "" || verb === "--help") {
		(verb === "" ? docker.err : docker.out)(helpOfGroup(group));
		return 0;
	}
	const command = commandOf(`${group} ${verb}`);
	if (command !== void 0) return runCommand(docker, command, words.slice(2));
	docker.err(helpOfGroup(group));
	return 1;
};
const runCommand = async (docker, command, words) => {
	try {
		const options = parseFlags(command, words);
		if (options.is("help")) {
			docker.out(helpOf(command));
			return 0;
		}
		const problem = wrongCount(command, options.args.length);
		if (problem !== void 0) {
			docker.err(problem);
			return 1;
		}
		return await verbOf(command)(docker, options, command);
	} catch (error) {
		if (error instanceof FlagError) {
			docker.err(`${error.message}\nSee 'docker ${command} --help'.\n`);
			return 125;
		}
		if (error instanceof FormatError) {
			docker.err(`${error.message}\n`);
			return 1;
		}
		if (!(error instanceof Refused || error instanceof Complaint)) throw error;
		docker.err(`${errorText(error)}\n`);
		return error instanceof Complaint ? error.exitCode : 1;
	}
};
const unknown = async (docker, _, command) => {
	docker.err(`plimsoll: docker ${command} is not modelled\n`);
	return 1;
};
const verbOf = (command) => Object.hasOwn(verbs, command) ? verbs[command] ?? unknown : unknown;
// src/shell/run/script.ts
/** What a script's line can not mean; the whole run ends with exit code 2. */
var ScriptError = class extends Error {
	name = "ScriptError";
};
/** A script of `docker` lines while it runs: its variables, and the exit code of its last command. */
var Script = class {
	docker;
	variables = /* @__PURE__ */ new Map();
	code = 0;
	constructor(docker) {
		this.docker = docker;
	}
	get exitCode() {
		return this.code;
	}
	/** Runs one complete line; `number` is for messages. */
	async runLine(line, number) {
		try {
			for (const command of commandsOf(line)) {
				if (command.after === "&&" && this.code !== 0) continue;
				if (command.after === "||" && this.code === 0) continue;
				this.code = await this.runCommand(command, this.docker);
			}
		} catch (error) {
			if (error instanceof LineError || error instanceof ScriptError) throw new ScriptError(`line ${number}: ${error.message}`);
			throw error;
		}
	}
	async runCommand({ words }, docker) {
		const [first] = words;
		const assignment = first && words.length === 1 ? assignmentIn(first) : void 0;
		if (assignment) {
			this.code = 0;
			const value = await this.expand(assignment.value, docker);
			this.variables.set(assignment.name, value.join(" "));
			return this.code;
		}
		const expanded = [];
		for (const word of words) expanded.push(...await this.expand(word, docker));
		return this.runWords(expanded, docker);
	}
	async runWords(words, docker) {
		const [name, ...args] = words;
		switch (name) {
			case void 0: return 0;
			case "docker": return runDocker(docker, args);
			case "sleep":
				await docker.machine.pass(millisIn(args[0] ?? ""));
				return 0;
			case "echo":
				docker.out(args[0] === "-n" ? args.slice(1).join(" ") : `${args.join(" ")}\n`);
				return 0;
			case "true":
			case ":":
			case "set":
			case "export": return 0;
			case "false": return 1;
			default: throw new ScriptError(`${name}: not a docker command line (docker, sleep, echo and NAME=VALUE are known)`);
		}
	}
	/** The words that one word becomes; what is not quoted splits at blanks. */
	async expand(word, docker) {
		const words = [""];
		let isThere = false;
		for (const piece of word) {
			if (piece.kind === "text") {
				words[words.length - 1] += piece.text;
				isThere = true;
				continue;
			}
			const value = piece.kind === "variable" ? this.valueOf(piece.name) : await this.outputOf(piece.line, docker);
			if (piece.quoted) {
				words[words.length - 1] += value;
				isThere = true;
				continue;
			}
			const [head = "", ...rest] = value.trim().split(/\s+/);
			if (head !== "") isThere = true;
			words[words.length - 1] += head;
			words.push(...rest);
		}
		return isThere ? words : [];
	}
	valueOf(name) {
		return name === "?" ? String(this.code) : this.variables.get(name) ?? "";
	}
	async outputOf(line, docker) {
		let text = "";
		const inner = {
			...docker,
			out: (piece) => {
				text += piece;
			}
		};
		for (const command of commandsOf(line)) this.code = await this.runCommand(command, inner);
		return text.replace(/\n+$/, "");
	}
};
const assignmentIn = (word) => {
	const [first, ...rest] = word;
	if (first?.kind !== "text") return void 0;
	const [, name, value = ""] = /^([A-Za-z_]\w*)=(.*)$/s.exec(first.text) ?? [];
	return name === void 0 ? void 0 : {
		name,
		value: [{
			kind: "text",
			text: value
		}, ...rest]
	};
};
const units = {
	s: 1e3,
	m: 6e4,
	h: 36e5,
	d: 864e5
};
const millisIn = (text) => {
	const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(text) ?? [];
	if (number === void 0) throw new ScriptError(`sleep: invalid time interval '${text}'`);
	return Number(number) * (units[unit] ?? 1e3);
};
// src/shell/run/run-script.ts
/** `plimsoll run SCRIPT --log LOG`: prints what docker would print; answers the exit code of the last line. */
const runScript = async (options) => {
	const err = options.err ?? ((bytes) => void process.stderr.write(bytes));
	const name = options.script === "-" ? "" : `${options.script}: `;
	const isTyped = options.script === "-" && isatty(0);
	const text = isTyped ? "" : textOf(options.script);
	if (typeof text !== "string") {
		err(`plimsoll run: ${name}${text.flaw}\n`);
		return 2;
	}
	const opened = openDocker(options);
	const script = new Script(opened.docker);
	try {
		if (isTyped) await runTyped(script, err);
		else await runText(script, text);
		return script.exitCode;
	} catch (error) {
		if (!(error instanceof ScriptError || error instanceof BadInput)) throw error;
		err(`plimsoll run: ${name}${error.message}\n`);
		return 2;
	} finally {
		opened.close();
	}
};
/** A docker command line over a session of its own. */
const openDocker = (options) => {
	const { log, seed, registries = [] } = options;
	const out = options.out ?? ((bytes) => void process.stdout.write(bytes));
	const err = options.err ?? ((bytes) => void process.stderr.write(bytes));
	const registry = allOf([...registries, embeddedRegistry()]);
	const store = log === void 0 ? blobsInMemory() : blobsBeside(log);
	const session = new Session({
		blobs: withRegistry(store, registry),
		...log !== void 0 && { log },
		...seed !== void 0 && { seed }
	});
	const machine = new ProgramMachine(session, runProcess);
	return {
		docker: {
			machine,
			files: hostFiles,
			archives: archivesOf(machine, store),
			out,
			err,
			bytesOut: out,
			stdin: () => readFileSync(0),
			pulling: (reference) => pulling(session, registry, reference, options.layouts)
		},
		close: () => session.close()
	};
};
/** What a pulled image's files hold stays where the image came from until somebody reads it. */
const withRegistry = (store, registry) => ({
	put: store.put,
	get: (digest) => store.get(digest) ?? registry.contents(digest)
});
const textOf = (script) => {
	try {
		return readFileSync(script === "-" ? 0 : script, "utf8");
	} catch (error) {
		const { code, message } = error;
		return { flaw: code === "ENOENT" ? "no such file" : code === "EISDIR" ? "is a directory" : message };
	}
};
/** Like a shell without `-e`: goes on after a line that failed. */
const runText = async (script, text) => {
	const lines = text.split("\n");
	for (let at = 0; at < lines.length;) {
		const first = at;
		let line = lines[at++] ?? "";
		while (at < lines.length && isUnfinished(line)) line += `\n${lines[at++]}`;
		await script.runLine(line, first + 1);
	}
};
const runTyped = async (script, err) => {
	const terminal = createInterface({
		input: process.stdin,
		output: process.stdout,
		prompt: "$ "
	});
	let line = "";
	let number = 0;
	terminal.prompt();
	for await (const typed of terminal) {
		number++;
		line = line === "" ? typed : `${line}\n${typed}`;
		if (!isUnfinished(line)) {
			try {
				if (line.trim() === "exit") break;
				await script.runLine(line, number);
			} catch (error) {
				if (!(error instanceof ScriptError)) throw error;
				err(`${error.message}\n`);
			}
			line = "";
		}
		terminal.setPrompt(line === "" ? "$ " : "> ");
		terminal.prompt();
	}
	terminal.close();
};
export { Script, ScriptError, openDocker, runScript };
