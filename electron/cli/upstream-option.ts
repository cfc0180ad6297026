/** `--upstream name=URL`: a new upstream, or another endpoint for one that exists; for this run only. */
import { InvalidArgumentError } from 'commander';
import type { Upstream } from '../../shared/model/upstream.ts';
import { nameProblem, urlProblem } from '../../shared/upstreams/check-upstream.ts';
import { createEndpoint, createUpstream } from '../../shared/upstreams/presets.ts';

export type UpstreamOption = { readonly name: string; readonly url: string };

/** Throws InvalidArgumentError, which commander tells as wrong usage. */
export function parseUpstream(word: string): UpstreamOption {
  const split = word.indexOf('=');
  if (split < 1) throw new InvalidArgumentError('It must look like name=URL.');
  const name = word.slice(0, split);
  const url = word.slice(split + 1);
  const problem = nameProblem(name) ?? urlProblem(url);
  if (problem) throw new InvalidArgumentError(problem);
  return { name, url };
}

const endpointName = 'command-line';

/**
 * The upstreams of a run. An endpoint from the command line is switched on and gets no stored key or header: those
 * belong to the address they were entered for.
 */
export function applyUpstreamOptions(
  upstreams: readonly Upstream[],
  options: readonly UpstreamOption[],
): readonly Upstream[] {
  const list = [...upstreams];
  for (const { name, url } of options) {
    const position = list.findIndex((upstream) => upstream.name === name);
    const known = list[position];
    if (known) list[position] = withCommandLineEndpoint(known, url);
    else list.push(createUpstream(name, url));
  }
  return list;
}

function withCommandLineEndpoint(upstream: Upstream, url: string): Upstream {
  const keyPlacement = upstream.endpoints[0]?.keyPlacement ?? 'authorization-bearer';
  const others = upstream.endpoints.filter((endpoint) => endpoint.name !== endpointName);
  const endpoints = [...others, createEndpoint(endpointName, url, keyPlacement)];
  return { ...upstream, isEnabled: true, activeEndpoint: endpointName, endpoints };
}
