/** A map of bounded size; the entries used longest ago go first. */
export class LruCache<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #most: number;
  readonly #onEvict: (value: Value) => void;

  constructor(most: number, onEvict: (value: Value) => void = () => {}) {
    this.#most = most;
    this.#onEvict = onEvict;
  }

  get(key: string, make: () => Value): Value {
    const known = this.#entries.get(key);
    const value = known ?? make();
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#most) {
      const [oldest, evicted] = this.#entries.entries().next().value!;
      this.#entries.delete(oldest);
      this.#onEvict(evicted);
    }
    return value;
  }

  clear(): void {
    for (const value of this.#entries.values()) this.#onEvict(value);
    this.#entries.clear();
  }
}
