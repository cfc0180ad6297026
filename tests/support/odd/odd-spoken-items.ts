/** Messages and reasoning of a Responses stream, with parts of every kind. */
import type { Seeded } from '../seeded.ts';
import type { Fields, Life } from './odd-item.ts';
import { cutText, oddId, oddText } from './odd-text.ts';

export const spokenMakers: readonly ((random: Seeded) => Life)[] = [oddMessage, oddReasoning];

function oddMessage(random: Seeded): Life {
  const id = oddId('msg_', random);
  const added = {
    type: 'message',
    id,
    status: 'in_progress',
    role: 'assistant',
    content: [],
    ...random.pick([{}, { phase: 'final_answer' }]),
  };
  const parts = Array.from({ length: random.between(0, 3) }, (_none, index) =>
    random.next() < 0.2 ? refusalPart(index, random) : textPart(index, random),
  );
  return {
    added,
    events: parts.flatMap(({ events }) => events),
    done: { ...added, status: 'completed', content: parts.map(({ whole }) => whole) },
  };
}

type Part = { readonly events: readonly Fields[]; readonly whole: Fields };

function textPart(content_index: number, random: Seeded): Part {
  const text = oddText(random);
  const hasLogprobs = random.next() < 0.2;
  const logprobs: unknown[] = [];
  const annotations: unknown[] = [];
  const events: Fields[] = [
    {
      type: 'response.content_part.added',
      content_index,
      part: { type: 'output_text', text: '', annotations: [], ...random.pick([{}, { logprobs: [] }]) },
    },
  ];
  for (const delta of cutText(text, random)) {
    const tokens = hasLogprobs ? [{ token: delta, logprob: -0.5, bytes: [1], top_logprobs: [] }] : [];
    logprobs.push(...tokens);
    events.push({
      type: 'response.output_text.delta',
      content_index,
      delta,
      ...random.pick([{ logprobs: tokens }, { logprobs: tokens }, { logprobs: tokens, x: 1 }]),
    });
    if (random.next() >= 0.1) continue;
    const annotation = random.pick([
      { type: 'url_citation', url: 'https://a.example', title: 'A', start_index: 0, end_index: 1 },
      { type: 'file_citation', file_id: 'f', filename: 'x.pdf', index: 3 },
      { type: 'container_file_citation', container_id: 'c', file_id: 'f', filename: 'y', start_index: 0, end_index: 2 },
      { type: 'file_path', file_id: 'p', index: 1 },
    ]);
    events.push({
      type: 'response.output_text.annotation.added',
      content_index,
      annotation_index: annotations.length,
      annotation,
    });
    annotations.push(annotation);
  }
  const whole = { type: 'output_text', text, annotations, logprobs };
  events.push(
    { type: 'response.output_text.done', content_index, text, logprobs },
    { type: 'response.content_part.done', content_index, part: whole },
  );
  return { events, whole };
}

function refusalPart(content_index: number, random: Seeded): Part {
  const refusal = oddText(random);
  const whole = { type: 'refusal', refusal };
  const events = [
    { type: 'response.content_part.added', content_index, part: { type: 'refusal', refusal: '' } },
    ...cutText(refusal, random).map((delta) => ({ type: 'response.refusal.delta', content_index, delta })),
    { type: 'response.refusal.done', content_index, refusal },
    { type: 'response.content_part.done', content_index, part: whole },
  ];
  return { events, whole };
}

function oddReasoning(random: Seeded): Life {
  const id = oddId('rs_', random);
  const added = {
    type: 'reasoning',
    id,
    summary: [],
    ...random.pick([{}, { encrypted_content: 'AA' }, { status: 'in_progress' }]),
  };
  const summary: unknown[] = [];
  const content: unknown[] = [];
  const events: Fields[] = [];
  for (let summary_index = 0, count = random.between(0, 2); summary_index < count; summary_index += 1) {
    const text = oddText(random);
    const whole = { type: 'summary_text', text };
    events.push({
      type: 'response.reasoning_summary_part.added',
      summary_index,
      part: { type: 'summary_text', text: '' },
    });
    events.push(
      ...cutText(text, random).map((delta) => ({
        type: 'response.reasoning_summary_text.delta',
        summary_index,
        delta,
      })),
    );
    events.push(
      { type: 'response.reasoning_summary_text.done', summary_index, text },
      { type: 'response.reasoning_summary_part.done', summary_index, part: whole },
    );
    summary.push(whole);
  }
  for (let content_index = 0, count = random.pick([0, 0, 1, 2]); content_index < count; content_index += 1) {
    const text = oddText(random);
    const whole = { type: 'reasoning_text', text };
    events.push({ type: 'response.content_part.added', content_index, part: { type: 'reasoning_text', text: '' } });
    events.push(
      ...cutText(text, random).map((delta) => ({ type: 'response.reasoning_text.delta', content_index, delta })),
    );
    events.push(
      { type: 'response.reasoning_text.done', content_index, text },
      { type: 'response.content_part.done', content_index, part: whole },
    );
    content.push(whole);
  }
  return {
    added,
    events,
    done: { ...added, summary, ...(content.length > 0 ? { content } : {}), encrypted_content: 'BBBB' },
  };
}
