/** Parts of a request that both Ollama endpoints write alike. */
import type { RequestPart, RequestTool } from '../../model/request-reading.ts';
import { asList, asObject, asString, asText } from '../json-reading.ts';

/** A text part, or none for nothing. */
export function textParts(kind: 'text' | 'reasoning', value: unknown): readonly RequestPart[] {
  const text = asText(value);
  return text === null ? [] : [{ kind, text }];
}

/** `images`: base64 without a media type. */
export function imageParts(value: unknown): readonly RequestPart[] {
  return asList(value).map((image) => {
    const data = asString(image);
    if (data === null) return { kind: 'other', label: 'image', native: image };
    return { kind: 'image', mediaType: null, data, url: null, name: null };
  });
}

/** `tools`, in OpenAI's function form. */
export function readTools(value: unknown): readonly RequestTool[] {
  return asList(value).map((item, position) => {
    const detail = asObject(asObject(item)?.function) ?? asObject(item) ?? {};
    return {
      name: asText(detail.name) ?? '',
      description: asText(detail.description),
      schema: detail.parameters ?? null,
      path: `tools[${position}]`,
    };
  });
}
