/** What around us misleads: proxies and base URLs of the environment, and agents that behave otherwise when watched. */
import { existsSync } from 'node:fs';
import type { DoctorCheck } from '../../shared/model/doctor.ts';
import { knownAgents } from '../programs/known-agents.ts';
import { type Environment, replacedBaseUrls } from '../programs/program-environment.ts';
import { versionOf } from './run-probe.ts';

function check(id: string, title: string, outcome: DoctorCheck['outcome'], text: string, advice?: string): DoctorCheck {
  return { id, area: 'surroundings', title, outcome, text, advice: advice ?? null };
}

/** @param ownUrl where we listen, or would */
export async function checkSurroundings(environment: Environment, ownUrl: string): Promise<readonly DoctorCheck[]> {
  return [
    ...checkProxies(environment, ownUrl),
    ...checkBaseUrls(environment, ownUrl),
    ...checkTrust(environment),
    ...(await checkAgents(environment)),
  ];
}

function checkProxies(environment: Environment, ownUrl: string): readonly DoctorCheck[] {
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];
  const found = names.filter((name) => environment[name]);
  const title = 'Proxy of this environment';
  if (found.length === 0) return [check('company-proxy', title, 'good', 'none: programs and we go straight out')];
  const isUs = (name: string): boolean => hostOf(environment[name] ?? '') === hostOf(ownUrl);
  if (found.some(isUs)) return [check('company-proxy', title, 'good', `${found[0]} leads to Wirelens`)];
  const value = hostOf(environment[found[0] ?? ''] ?? '') ?? 'a value that is no URL';
  const exceptions = environment.no_proxy ?? environment.NO_PROXY;
  const text = `${found.join(', ')}: ${value}; we go out through it${exceptions ? `, but for ${exceptions}` : ''}`;
  const isOpen = exceptions?.split(/[\s,]+/).some((word) => ['localhost', '127.0.0.1', '*'].includes(word)) === true;
  if (isOpen) return [check('company-proxy', title, 'good', text)];
  const advice = 'Add localhost and 127.0.0.1 to NO_PROXY: else base URLs on this machine are asked of that proxy.';
  return [check('company-proxy', title, 'warning', text, advice)];
}

function checkBaseUrls(environment: Environment, ownUrl: string): readonly DoctorCheck[] {
  const title = 'Base URLs of this environment';
  const elsewhere = replacedBaseUrls(environment).filter(
    (name) => hostOf(environment[name] ?? '') !== hostOf(ownUrl) && hostOf(environment[name] ?? '') !== null,
  );
  if (elsewhere.length === 0) return [check('base-urls', title, 'good', 'none that leads past us')];
  const words = elsewhere.map((name) => `${name}=${hostOf(environment[name] ?? '')}`);
  const advice = 'Programs that read them go there. "wirelens run --mode base-url" replaces them for one program.';
  return [check('base-urls', title, 'warning', words.join(', '), advice)];
}

function checkTrust(environment: Environment): readonly DoctorCheck[] {
  const checks: DoctorCheck[] = [];
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    const text = 'NODE_TLS_REJECT_UNAUTHORIZED=0: Node programs here trust everybody';
    checks.push(check('tls-off', 'Certificate checks', 'warning', text, 'Unset it: nothing of Wirelens needs it.'));
  }
  for (const name of ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']) {
    const file = environment[name];
    if (!file || existsSync(file)) continue;
    const advice = 'Correct or unset it: some programs trust nobody then.';
    checks.push(check('trust-file', 'Trust files', 'warning', `${name} names ${file}, which is not there`, advice));
  }
  return checks;
}

async function checkAgents(environment: Environment): Promise<readonly DoctorCheck[]> {
  const versions = await Promise.all(knownAgents.map(({ command }) => versionOf(command, '--version', environment)));
  return knownAgents.flatMap(({ command, title, byBaseUrl, advice }, index) => {
    const version = versions[index] ?? null;
    if (version === null) return [];
    const name = `${title} ${/\d+\.\d+[\w.-]*/.exec(version)?.[0] ?? ''}`.trim();
    const outcome = advice === null ? 'good' : 'warning';
    return [check(`agent-${command}`, name, outcome, byBaseUrl, advice ?? undefined)];
  });
}

/** Without user and password. */
function hostOf(url: string): string | null {
  try {
    return new URL(url.includes('://') ? url : `http://${url}`).host;
  } catch {
    return null;
  }
}
