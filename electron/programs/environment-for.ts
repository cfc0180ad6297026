/** The whole environment of a program in either mode, with the files that it needs written: for `wirelens run` and the window alike. */
import type { ProgramMode } from '../../shared/model/program.ts';
import type { Interception } from '../proxy/proxy-api.ts';
import { baseUrlEnvironment, type Environment, proxyEnvironment } from './program-environment.ts';
import { writeTrustFiles } from './trust-files.ts';

export type EnvironmentFacts = {
  readonly mode: ProgramMode;
  /** Where we listen. */
  readonly url: string;
  /** Asked of clients where we listen beyond loopback; null: none. */
  readonly token: string | null;
  readonly dataFolder: string;
};

/** The environment of base-URL mode needs no interception. Throws when the trust files cannot be written. */
export function environmentFor(
  given: Environment,
  facts: EnvironmentFacts,
  interception: Pick<Interception, 'rules' | 'certificateFile'> | null,
): Environment {
  const { mode, url, token, dataFolder } = facts;
  if (mode === 'base-url') return baseUrlEnvironment(given, url);
  if (interception === null) throw new Error('Interception could not be set up.');
  const files = writeTrustFiles(dataFolder, interception.certificateFile, given);
  const proxyUrl = token === null ? url : url.replace('://', `://wirelens:${token}@`);
  return proxyEnvironment(given, { url: proxyUrl, rules: interception.rules, files });
}

/** What differs from the given environment, by name: what has to be exported where the rest is there already. */
export function addedVariables(given: Environment, full: Environment): readonly { name: string; value: string }[] {
  const added = Object.entries(full).flatMap(([name, value]) =>
    value === undefined || given[name] === value ? [] : [{ name, value }],
  );
  // The proxy first: that is what a reader looks for.
  return added.toSorted((left, right) => Number(isProxy(right.name)) - Number(isProxy(left.name)));
}

function isProxy(name: string): boolean {
  return /_proxy$/i.test(name);
}
