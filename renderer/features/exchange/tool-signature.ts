/** A tool's JSON schema as a signature: `Edit(file_path: string, replace_all?: boolean)`. Tolerant. Pure. */
import type { RequestTool } from '../../../shared/model/request-reading.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Optional parameters carry `?`; types that have no short word are `…`. */
export function toolSignature(tool: RequestTool): string {
  const schema = asSchema(tool.schema);
  const properties = asSchema(schema?.properties);
  if (properties === null) return `${tool.name}()`;
  const required = Array.isArray(schema?.required) ? schema.required : [];
  const parameters = Object.entries(properties).map(
    ([name, property]) => `${name}${required.includes(name) ? '' : '?'}: ${typeWord(property)}`,
  );
  return `${tool.name}(${parameters.join(', ')})`;
}

function typeWord(value: unknown): string {
  const schema = asSchema(value);
  if (schema === null) return '…';
  if (Array.isArray(schema.enum)) {
    const words = schema.enum.map((one) => JSON.stringify(one)).join(' | ');
    return words.length > 40 ? `${words.slice(0, 40)}…` : words;
  }
  const { type } = schema;
  if (type === 'array') return `${typeWord(schema.items)}[]`;
  if (Array.isArray(type)) return type.join(' | ');
  if (typeof type === 'string') return type;
  const options = schema.anyOf ?? schema.oneOf;
  return Array.isArray(options) ? options.map(typeWord).join(' | ') : '…';
}

function asSchema(value: unknown): Schema | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : null;
}
