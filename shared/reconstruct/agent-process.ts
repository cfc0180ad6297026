/** Which coding agent a process is, by its program file or the package it runs. */
import type { ReadableCommand } from './command-line.ts';

/** Names of programs and of their npm, PyPI or application packages; first match wins. */
const agents: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^(claude|@anthropic-ai\/claude-code)$/, 'claude'],
  [/^(codex|codex-[a-z0-9_-]+|@openai\/codex)$/, 'codex'],
  [/^(opencode|opencode-ai)$/, 'opencode'],
  [/^(gemini|@google\/gemini-cli)$/, 'gemini'],
  [/^(pi|pi-coding-agent|@mariozechner\/pi-coding-agent)$/, 'pi'],
  [/^(copilot|@github\/copilot)$/, 'copilot'],
  [/^(aider|aider-chat)$/, 'aider'],
  [/^(qwen|@qwen-code\/qwen-code)$/, 'qwen'],
  [/^(goose|goosed)$/, 'goose'],
  [/^(cursor|cursor-agent)$/, 'cursor'],
  [/^(crush|@charmland\/crush)$/, 'crush'],
  [/^(amp|@sourcegraph\/amp)$/, 'amp'],
  [/^(cline)$/, 'cline'],
  [/^(windsurf|zed|droid|auggie|openhands)$/, ''],
];

/** `claude` for `node /usr/bin/claude`; null for what is no agent that we know. */
export function agentOf({ name, program }: Pick<ReadableCommand, 'name' | 'program'>): string | null {
  const started = program.startsWith(`${name} `) ? program.slice(name.length + 1).replace(/^-m /, '') : name;
  for (const word of [started, started.replace(/\.(m?js|py)$/, '')]) {
    const found = agents.find(([pattern]) => pattern.test(word.toLowerCase()));
    if (found !== undefined) return found[1] || word.toLowerCase();
  }
  return null;
}
