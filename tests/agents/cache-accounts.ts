/**
 * A provider's prompt cache, as its usage tells of it: what was marked and sent before is read, what is marked anew is
 * written. aimock counts no tokens, so the figures are put into its `message_start`.
 * @see https://docs.claude.com/en/docs/build-with-claude/prompt-caching
 */
import { createHash } from 'node:crypto';

type Block = { readonly cache_control?: object | null };
type Body = {
  readonly model?: string;
  readonly tools?: readonly Block[];
  readonly system?: string | readonly Block[];
  readonly messages?: readonly { readonly role: string; readonly content: string | readonly Block[] }[];
};

/** Tokens of a request's input. */
export type CacheUsage = {
  readonly input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation_input_tokens: number;
};

/** Characters of JSON to a token, as English prose and code have it. */
const charactersPerToken = 4;

/** Remembers every prefix that was marked; nothing of it expires, since a session is short. */
export function createCacheAccounts(): (body: string) => CacheUsage {
  const known = new Set<string>();
  return (text) => {
    const body = JSON.parse(text) as Body;
    const hash = createHash('sha256').update(body.model ?? '');
    let [characters, read, marked] = [0, 0, 0];
    const written: string[] = [];
    for (const { words, isMarked } of blocksOf(body)) {
      characters += words.length;
      const prefix = hash.update(words).copy().digest('base64');
      if (known.has(prefix)) read = characters;
      if (!isMarked) continue;
      marked = characters;
      written.push(prefix);
    }
    for (const prefix of written) known.add(prefix);
    const tokens = (count: number): number => Math.ceil(count / charactersPerToken);
    return {
      input_tokens: tokens(characters - Math.max(read, marked)),
      cache_read_input_tokens: tokens(read),
      cache_creation_input_tokens: tokens(Math.max(0, marked - read)),
    };
  };
}

/** In the order of the cache: tools, system, messages. The mark itself is no content. */
function* blocksOf({ tools = [], system = [], messages = [] }: Body): Generator<{
  readonly words: string;
  readonly isMarked: boolean;
}> {
  const told = (block: Block) => {
    const { cache_control: mark, ...rest } = block;
    return { words: JSON.stringify(rest), isMarked: mark !== undefined && mark !== null };
  };
  for (const tool of tools) yield told(tool);
  for (const block of listOf(system)) yield told(block);
  for (const { role, content } of messages) {
    for (const block of listOf(content)) {
      const { words, isMarked } = told(block);
      yield { words: role + words, isMarked };
    }
  }
}

function listOf(content: string | readonly Block[]): readonly Block[] {
  return typeof content === 'string' ? [{ text: content } as Block] : content;
}
