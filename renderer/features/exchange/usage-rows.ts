/** Usage as rows and as parts of a bar. "Not reported" is said, never shown as 0. Pure. */
import type { Usage } from '../../../shared/model/usage.ts';
import type { UsageFormula } from '../../../shared/providers/adapter.ts';
import type { KeyValueRow } from '../../ui/KeyValueTable.tsx';
import { colorOfRole } from './event-role.ts';
import { countText } from './figures.ts';

export type UsagePart = { readonly name: string; readonly tokens: number; readonly color: string };

/** `estimated`: our estimate of the output, used while the provider has not said. */
export function usageRows(
  usage: Usage,
  estimated: number,
  isRunning: boolean,
  formula: UsageFormula = {},
): { readonly rows: readonly KeyValueRow[]; readonly bar: readonly UsagePart[] } {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens, totalTokens } = usage;
  const notReported = { value: 'not reported', tone: 'faint' } as const;
  const figure = (tokens: number | null) => (tokens === null ? notReported : { value: countText(tokens) });
  const cached = cacheReadTokens ?? 0;
  const fresh = inputTokens === null ? null : Math.max(0, inputTokens - cached);
  const output = isRunning ? null : outputTokens;
  const written = output ?? outputTokens ?? estimated;
  const thought = Math.min(written, reasoningTokens ?? 0);
  const rows: KeyValueRow[] = [];
  if (cacheReadTokens !== null) {
    const title = formula.cacheReadTokens;
    rows.push({ label: 'cache read', value: countText(cached), swatch: colorOfRole('system'), title });
  }
  rows.push({
    label: cacheReadTokens === null ? 'input' : 'input, new',
    swatch: colorOfRole('user'),
    title: inputTitle(cacheReadTokens === null, formula.inputTokens),
    ...figure(fresh),
  });
  if (cacheWriteTokens !== null && cacheWriteTokens > 0) {
    rows.push({ label: 'of it written to cache', value: countText(cacheWriteTokens), title: formula.cacheWriteTokens });
  }
  if (output !== null) {
    rows.push({ label: 'output', swatch: colorOfRole('text'), title: formula.outputTokens, ...figure(output) });
  } else if (estimated > 0) {
    const title = 'Characters so far divided by 4; the provider has not reported yet';
    rows.push({ label: 'output, estimated', value: `~${countText(estimated)}`, swatch: colorOfRole('text'), title });
  } else rows.push({ label: 'output', swatch: colorOfRole('text'), ...notReported });
  if (reasoningTokens !== null && reasoningTokens > 0) {
    const title = formula.reasoningTokens;
    const value = countText(reasoningTokens);
    rows.push({ label: 'of it reasoning', value, swatch: colorOfRole('reasoning'), title });
  }
  if (totalTokens !== null && !isRunning) {
    rows.push({
      label: 'total',
      value: countText(totalTokens),
      title: formula.totalTokens ?? 'As reported, else input + output',
    });
  }
  const bar = [
    { name: 'cache read', tokens: cached, color: colorOfRole('system') },
    { name: 'input, new', tokens: fresh ?? 0, color: colorOfRole('user') },
    { name: 'reasoning', tokens: thought, color: colorOfRole('reasoning') },
    { name: 'output', tokens: written - thought, color: colorOfRole('text') },
  ].filter((part) => part.tokens > 0);
  return { rows, bar };
}

/** Where a figure comes from, in the wire's own names. */
function inputTitle(isWhole: boolean, formula: string | undefined): string {
  if (isWhole) return formula === undefined ? 'Everything the model read' : `Everything the model read: ${formula}`;
  return formula === undefined ? 'input − cache read' : `input − cache read; input is ${formula}`;
}
