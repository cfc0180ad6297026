/** A request body read as a conversation: the same shape for every format, made by its adapter. */

export type RequestRole = 'system' | 'user' | 'assistant' | 'tool';

export type RequestPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'tool-call'; readonly id: string | null; readonly name: string; readonly input: unknown }
  | {
      readonly kind: 'tool-result';
      readonly toolCallId: string | null;
      readonly name: string | null;
      readonly text: string;
      readonly isError: boolean;
    }
  /** `data` is base64 within the request; `url` is shown, never loaded. */
  | {
      readonly kind: 'image' | 'audio' | 'file';
      readonly mediaType: string | null;
      readonly data: string | null;
      readonly url: string | null;
      readonly name: string | null;
    }
  | { readonly kind: 'other'; readonly label: string; readonly native: unknown };

export type RequestMessage = {
  readonly role: RequestRole;
  readonly name: string | null;
  readonly parts: readonly RequestPart[];
  /** The message carries a prompt-cache marker. */
  readonly hasCacheMarker: boolean;
  /** JSON path of the message in the body, e.g. `messages[3]`. */
  readonly path: string;
};

export type RequestTool = {
  readonly name: string;
  readonly description: string | null;
  /** JSON schema of the input, null for provider tools. */
  readonly schema: unknown;
  readonly path: string;
};

export type RequestReading = {
  readonly model: string | null;
  readonly isStreaming: boolean;
  /** System prompt first, then the messages in order. */
  readonly messages: readonly RequestMessage[];
  readonly tools: readonly RequestTool[];
  /** Everything else at the top level (temperature, max_tokens, …), in body order. */
  readonly parameters: readonly { readonly name: string; readonly value: unknown }[];
};
