/** `--intercept HOST` and `--redirect HOST=URL`: rules of the intercept list for this run only. */
import { InvalidArgumentError } from 'commander';
import type { HostRule, InterceptionSettings } from '../../shared/model/interception.ts';
import { ruleProblem } from '../../shared/upstreams/host-rules.ts';
import { knownHostRules, rulesOfSettings } from '../../shared/upstreams/known-hosts.ts';

/** The word that stands for all the known LLM hosts. */
const allKnown = 'known';

/** Throws InvalidArgumentError, which commander tells as wrong usage. */
export function parseIntercept(word: string): readonly HostRule[] {
  return word === allKnown ? knownHostRules : [checked({ host: word, action: 'intercept' })];
}

/** Throws InvalidArgumentError, which commander tells as wrong usage. */
export function parseRedirect(word: string): HostRule {
  const split = word.indexOf('=');
  if (split < 1) throw new InvalidArgumentError('It must look like HOST=URL.');
  return checked({ host: word.slice(0, split), action: 'redirect', url: word.slice(split + 1) });
}

function checked(rule: HostRule): HostRule {
  const problem = ruleProblem(rule);
  if (problem) throw new InvalidArgumentError(problem);
  return rule;
}

export type InterceptOptions = {
  readonly intercept: readonly HostRule[];
  readonly redirect: readonly HostRule[];
};

/**
 * The rules of a run; null: nothing is intercepted. Redirects win over the rest, the command line over the settings. The
 * known hosts are among them when the settings are switched on, or `isWhole` (a run whose purpose it is).
 */
export function rulesOfRun(
  options: InterceptOptions,
  settings: InterceptionSettings,
  isWhole: boolean,
): readonly HostRule[] | null {
  const own = [...options.redirect, ...options.intercept];
  const listed = rulesOfSettings({ ...settings, isEnabled: isWhole || settings.isEnabled }) ?? [];
  const rules = [...own, ...listed];
  return rules.length === 0 ? null : rules;
}
