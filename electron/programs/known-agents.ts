/**
 * What agents do otherwise when they are brought to us by base URL: seen with the versions of docs/CLIENTS.md, on
 * 2026-11-22.
 */
import { type Environment, replacedBaseUrls } from './program-environment.ts';

export type KnownAgent = {
  /** Name of its program. */
  readonly command: string;
  readonly title: string;
  /** What base-URL mode makes of it. */
  readonly byBaseUrl: string;
  /** What to do about that; null: there is no difference. */
  readonly advice: string | null;
};

/** One entry an agent, found by its command. */
export const knownAgents: readonly KnownAgent[] = [
  {
    command: 'claude',
    title: 'Claude Code',
    byBaseUrl:
      'with a base URL that is not Anthropic’s it switches MCP tool search off and puts all tools into every request; its side calls are left out',
    advice: 'Use proxy mode to see what it usually sends, or set ENABLE_TOOL_SEARCH=true with the base URL.',
  },
  {
    command: 'codex',
    title: 'Codex',
    byBaseUrl: 'it reads no base URL from the environment, and passes us by',
    advice: 'Use proxy mode, or codex -c openai_base_url="$OPENAI_BASE_URL".',
  },
  {
    command: 'pi',
    title: 'pi',
    byBaseUrl: 'it reads no base URL from the environment, and passes us by',
    advice: 'Use proxy mode, or give its providers a baseUrl in ~/.pi/agent/models.json.',
  },
  {
    command: 'gemini',
    title: 'Gemini CLI',
    byBaseUrl:
      'with GOOGLE_GEMINI_BASE_URL it says "Invalid auth method" unless security.auth.selectedType is set in ~/.gemini/settings.json, and its Google login does not apply',
    advice: 'Use proxy mode to see what it usually sends.',
  },
  { command: 'opencode', title: 'opencode', byBaseUrl: 'proxy and base-URL mode see the same requests', advice: null },
];

/** What base-URL mode changes for a program, in sentences: agents that behave otherwise, own base URLs that give way. */
export function baseUrlHints(program: string, environment: Environment): readonly string[] {
  const agent = agentByCommand(program);
  const replaced = replacedBaseUrls(environment);
  const names = replaced.join(', ');
  return [
    ...(agent === null ? [] : [`${agent.title}: ${agent.byBaseUrl}. ${agent.advice}`]),
    ...(replaced.length === 0
      ? []
      : [`Your own ${names} ${replaced.length === 1 ? 'is' : 'are'} replaced for this program.`]),
  ];
}

/** The agent that a command starts; null where it is none that behaves otherwise. */
export function agentByCommand(command: string): KnownAgent | null {
  return knownAgents.find((agent) => agent.command === command && agent.advice !== null) ?? null;
}
