/**
 * What Gemini's generateContent and streamGenerateContent send: as server-sent events (`alt=sse`), as one JSON array, or
 * as one document; from AI Studio, from Vertex AI, and wrapped for Gemini CLI by the Code Assist API. Every field may be
 * missing on the wire, none is trusted.
 * @see https://ai.google.dev/api/generate-content
 * @see https://docs.cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/GenerateContentResponse
 */

/** One chunk of a stream, or the whole answer. Chunks repeat `modelVersion`, `responseId` and a running `usageMetadata`. */
export type GeminiChunk = {
  readonly candidates?: readonly GeminiCandidate[];
  /** `blockReason`: the prompt was refused, there are no candidates. */
  readonly promptFeedback?: { readonly blockReason?: string; readonly blockReasonMessage?: string };
  readonly usageMetadata?: GeminiUsage;
  readonly modelVersion?: string;
  readonly responseId?: string;
  readonly createTime?: string;
};

/** @see https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/code_assist/converter.ts */
export type CodeAssistChunk = { readonly response?: GeminiChunk; readonly traceId?: string };

export type GeminiCandidate = {
  /** Left out where it is 0. */
  readonly index?: number;
  readonly content?: { readonly role?: string; readonly parts?: readonly GeminiPart[] };
  /** A number where the client asked for `enum-encoding=int` (Google's Python REST transport). */
  readonly finishReason?: string | number;
  readonly finishMessage?: string;
  readonly groundingMetadata?: object;
  readonly urlContextMetadata?: object;
  readonly citationMetadata?: object;
  readonly logprobsResult?: object;
  readonly safetyRatings?: readonly object[];
};

/** Exactly one of the data fields; `thought` and `thoughtSignature` stand beside it. */
export type GeminiPart = {
  readonly text?: string;
  readonly thought?: boolean;
  /** Must be sent back with its part. @see https://ai.google.dev/gemini-api/docs/thought-signatures */
  readonly thoughtSignature?: string;
  readonly functionCall?: GeminiFunctionCall;
  readonly executableCode?: { readonly language?: string; readonly code?: string; readonly id?: string };
  readonly codeExecutionResult?: { readonly outcome?: string; readonly output?: string; readonly id?: string };
  /** A tool that Google runs itself (Gemini 3 with several tools), and what it gave. */
  readonly toolCall?: { readonly toolType?: string; readonly args?: object; readonly id?: string };
  readonly toolResponse?: { readonly toolType?: string; readonly response?: object; readonly id?: string };
  readonly inlineData?: { readonly mimeType?: string; readonly data?: string };
  readonly fileData?: { readonly mimeType?: string; readonly fileUri?: string };
};

/**
 * A whole call; or, on Vertex AI with `streamFunctionCallArguments`, one piece of it: the first has the name, those that
 * follow have `partialArgs`, all but the last `willContinue`.
 */
export type GeminiFunctionCall = {
  readonly id?: string;
  readonly name?: string;
  readonly args?: object;
  readonly partialArgs?: readonly GeminiPartialArg[];
  readonly willContinue?: boolean;
};

/** A value, or a piece of a string (`willContinue`), at a JSON path (RFC 9535) such as `$.list[0].name`. */
export type GeminiPartialArg = {
  readonly jsonPath?: string;
  readonly stringValue?: string;
  readonly numberValue?: number;
  readonly boolValue?: boolean;
  readonly nullValue?: 'NULL_VALUE';
  readonly willContinue?: boolean;
};

/** Cached tokens are part of the prompt's; thoughts and tool use stand beside prompt and candidates. */
export type GeminiUsage = {
  readonly promptTokenCount?: number;
  readonly cachedContentTokenCount?: number;
  readonly candidatesTokenCount?: number;
  readonly thoughtsTokenCount?: number;
  readonly toolUsePromptTokenCount?: number;
  readonly totalTokenCount?: number;
};
