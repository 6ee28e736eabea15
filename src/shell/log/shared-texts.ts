/** V8's JSON.parse gives the same text for the same letters up to this length. */
const shortest = 10;

/** Longer texts hardly ever come a second time. */
const longest = 120;

/**
 * The texts of a log that come again and again, ids and names above all, each kept once. JSON.parse makes a new text
 * every time; a world that held all of them would be half as big again, and would compare them letter by letter.
 */
export class SharedTexts {
  private readonly most: number;
  private readonly texts = new Map<string, string>();
  private readonly streams = new Map<string, StreamName>();

  /** As many different texts as are remembered at once; a history with more begins to remember anew. */
  constructor(most = 1_000_000) {
    this.most = most;
  }

  text(text: string): string {
    const there = this.texts.get(text);
    if (there !== undefined) return there;
    if (text.length > longest) return text;
    if (this.texts.size >= this.most) this.texts.clear();
    this.texts.set(text, text);
    return text;
  }

  /** `container/<id>` in its two parts; `host` is both. */
  stream(stream: string): StreamName {
    const there = this.streams.get(stream);
    if (there !== undefined) return there;
    const { kind, id } = nameOf(stream);
    const name = { kind: this.text(kind), id: this.text(id) };
    if (this.streams.size >= this.most) this.streams.clear();
    this.streams.set(stream, name);
    return name;
  }

  /**
   * Shares all texts in an object, which is changed in place: only for one that nobody else has yet. Most texts of the
   * length of a time are the event's own; JSON.parse itself keeps the short ones once.
   */
  share(holder: Record<string, unknown>, time: string): void {
    for (const key in holder) {
      const value = holder[key];
      if (typeof value === 'string') {
        if (value.length > shortest) holder[key] = value === time ? time : this.text(value);
      } else if (typeof value === 'object' && value !== null) this.share(value as Record<string, unknown>, time);
    }
  }
}

/** `container/<id>` in its two parts; `host` is both. */
export const nameOf = (stream: string): StreamName => {
  const slash = stream.indexOf('/');
  return slash < 0 ? { kind: stream, id: stream } : { kind: stream.slice(0, slash), id: stream.slice(slash + 1) };
};

export type StreamName = { readonly kind: string; readonly id: string };
