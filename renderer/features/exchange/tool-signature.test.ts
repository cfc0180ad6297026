import { expect, test } from 'vitest';
import { toolSignature } from './tool-signature.ts';

const tool = (schema: unknown) => toolSignature({ name: 'Edit', description: null, schema, path: 'tools[0]' });

test('a schema reads as a signature, optional parameters with a question mark', () => {
  const properties = {
    path: { type: 'string' },
    all: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'number' } },
  };
  expect(tool({ type: 'object', properties, required: ['path'] })).toBe(
    'Edit(path: string, all?: boolean, tags?: number[])',
  );
});

test('choices and unions are spelled out', () => {
  const properties = { mode: { enum: ['a', 'b'] }, id: { anyOf: [{ type: 'string' }, { type: 'null' }] } };
  expect(tool({ properties, required: ['mode', 'id'] })).toBe('Edit(mode: "a" | "b", id: string | null)');
});

test('broken and missing schemas are no reason to fail', () => {
  expect(tool(null)).toBe('Edit()');
  expect(tool({ properties: { x: 5 }, required: 'x' })).toBe('Edit(x?: …)');
});
