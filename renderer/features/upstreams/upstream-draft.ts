/** An upstream being edited: new ones, what is wrong with one, how addresses are written. Pure. */
import type { Endpoint, Upstream } from '../../../shared/model/upstream.ts';
import { tlsProblem } from '../../../shared/upstreams/check-upstream.ts';
import { tidyTls } from './tls-draft.ts';

/** Sentences by the field they belong to; an empty object when the draft can be saved. */
export type DraftProblems = Readonly<Record<string, string>>;

const namePattern = /^[a-z0-9-]{1,40}$/;

/** An upstream with a free name and one empty endpoint. */
export function newUpstream(upstreams: readonly Upstream[]): Upstream {
  const name = freeName(
    'my-upstream',
    upstreams.map((upstream) => upstream.name),
  );
  return {
    name,
    title: '',
    isEnabled: true,
    activeEndpoint: 'main',
    endpoints: [newEndpoint([])],
    deathNotice: 'error-event',
    errorShape: 'openai',
    defaultFormat: 'openai-chat',
    isPreset: false,
  };
}

/** An endpoint with a free name. */
export function newEndpoint(endpoints: readonly Endpoint[]): Endpoint {
  const name = freeName(
    'main',
    endpoints.map((endpoint) => endpoint.name),
  );
  return { name, url: '', headers: [], key: null, keyPlacement: 'authorization-bearer', verifyTls: true };
}

/** What stands in the way of saving `draft`. `others` are the names of all other upstreams. */
export function checkDraft(draft: Upstream, others: readonly string[]): DraftProblems {
  const problems: Record<string, string> = {};
  if (!namePattern.test(draft.name)) problems.name = 'Small letters, digits and -, at most 40';
  else if (others.includes(draft.name)) problems.name = 'Another upstream has this name';
  draft.endpoints.forEach((endpoint, index) => {
    if (!namePattern.test(endpoint.name))
      problems[`endpoint-${index}-name`] = 'Small letters, digits and -, at most 40';
    else if (draft.endpoints.some((other, at) => at < index && other.name === endpoint.name)) {
      problems[`endpoint-${index}-name`] = 'Another endpoint has this name';
    }
    const urlProblem = checkUrl(endpoint.url);
    if (urlProblem) problems[`endpoint-${index}-url`] = urlProblem;
    if (endpoint.headers.some((header) => header.name !== '' && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(header.name))) {
      problems[`endpoint-${index}-headers`] = 'A header’s name has letters, digits and - only';
    }
    const wrongTls = tlsProblem({ ...endpoint, ...tidyTls(endpoint.tls) });
    if (wrongTls) problems[`endpoint-${index}-tls`] = wrongTls;
  });
  return problems;
}

/** Empty header lines dropped, a title made up where there is none, an active endpoint that exists. */
export function tidyDraft(draft: Upstream): Upstream {
  const endpoints = draft.endpoints.map(({ tls, ...endpoint }) => ({
    ...endpoint,
    url: endpoint.url.trim().replace(/\/+$/, ''),
    headers: endpoint.headers.filter((header) => header.name.trim() !== ''),
    ...tidyTls(tls),
  }));
  const isKnown = endpoints.some((endpoint) => endpoint.name === draft.activeEndpoint);
  return {
    ...draft,
    title: draft.title.trim() || draft.name,
    endpoints,
    activeEndpoint: isKnown ? draft.activeEndpoint : (endpoints[0]?.name ?? ''),
  };
}

/** `https://api.openai.com/v1/` as `api.openai.com/v1`; what is no URL as it is. */
export function hostOf(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

function checkUrl(text: string): string | null {
  if (!URL.canParse(text)) return 'A whole address, like https://api.example.com';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'http:// or https://';
  if (url.search !== '' || url.hash !== '') return 'Without ? and #';
  return url.username === '' ? null : 'Without user and password: use a header';
}

function freeName(wanted: string, taken: readonly string[]): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    if (!taken.includes(name)) return name;
  }
}
