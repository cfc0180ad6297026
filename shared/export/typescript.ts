/**
 * TypeScript that sends the request again with the provider's official SDK, or `fetch` where there is none.
 * @see https://github.com/openai/openai-node
 * @see https://github.com/anthropics/anthropic-sdk-typescript
 * @see https://github.com/googleapis/js-genai
 * @see https://github.com/ollama/ollama-js
 */
import { literal, oneLineOf, typescriptWords } from './code-literal.ts';
import type { ExportedExchange, ExportWriter } from './exported-exchange.ts';
import { geminiArguments, type SnippetCall, snippetCall } from './snippet-call.ts';

/** One module with top-level `await`; a block per exchange, so that names do not meet. */
export function createTypescriptWriter(): ExportWriter {
  return {
    mediaType: 'text/x-typescript',
    fileExtension: 'ts',
    begin: '',
    separator: '\n',
    end: 'export {};\n',
    write: (exchange) => [block(exchange)],
  };
}

function block(exchange: ExportedExchange): string {
  const { summary, start } = exchange.detail;
  const head = `// ${oneLineOf(`${summary.id} ${new Date(start.startedAt).toISOString()} ${start.method} ${start.path}`)}\n`;
  const call = snippetCall(exchange);
  if (call === null) return `${head}// A WebSocket conversation: it cannot be asked again in one request.\n`;
  return `${head}${installNotes[call.sdk]}{\n${bodyOf(call)}}\n`;
}

const installNotes: Readonly<Record<SnippetCall['sdk'], string>> = {
  openai: '// npm install openai\n',
  anthropic: '// npm install @anthropic-ai/sdk\n',
  'google-genai': '// npm install @google/genai\n',
  ollama: '// npm install ollama\n',
  http: '',
};

const typescript = (value: unknown, indent = 0): string => literal(value, typescriptWords, indent);

function bodyOf(call: SnippetCall): string {
  switch (call.sdk) {
    case 'openai':
      return openai(call);
    case 'anthropic':
      return withClient(call, "const { default: Anthropic } = await import('@anthropic-ai/sdk');", 'Anthropic', {
        method: 'messages.create',
        streaming: 'Anthropic.MessageCreateParamsStreaming',
        whole: 'Anthropic.MessageCreateParamsNonStreaming',
      });
    case 'google-genai':
      return gemini(call);
    case 'ollama':
      return ollama(call);
    default:
      return plainFetch(call);
  }
}

type Method = { readonly method: string; readonly streaming: string; readonly whole: string };

const openaiMethods: Readonly<Record<string, Method>> = {
  'openai-chat': {
    method: 'chat.completions.create',
    streaming: 'OpenAI.ChatCompletionCreateParamsStreaming',
    whole: 'OpenAI.ChatCompletionCreateParamsNonStreaming',
  },
  'openai-responses': {
    method: 'responses.create',
    streaming: 'OpenAI.Responses.ResponseCreateParamsStreaming',
    whole: 'OpenAI.Responses.ResponseCreateParamsNonStreaming',
  },
  'openai-completions': {
    method: 'completions.create',
    streaming: 'OpenAI.CompletionCreateParamsStreaming',
    whole: 'OpenAI.CompletionCreateParamsNonStreaming',
  },
};

function openai(call: SnippetCall): string {
  const method = openaiMethods[call.format];
  if (method === undefined) return plainFetch(call);
  return withClient(call, "const { default: OpenAI } = await import('openai');", 'OpenAI', method);
}

/** The SDK's types are namespaces of its default export, which only an `import type` brings along. */
function withClient(call: SnippetCall, importLine: string, name: string, method: Method): string {
  const base = call.baseUrl === null ? '' : `, baseURL: ${typescript(call.baseUrl)}`;
  const extra = [
    ...(call.query.length === 0 ? [] : [`query: ${typescript(Object.fromEntries(call.query))}`]),
    ...(call.headers.length === 0 ? [] : [`headers: ${typescript(Object.fromEntries(call.headers))}`]),
  ];
  const options = extra.length === 0 ? '' : `, { ${extra.join(', ')} }`;
  const type = (call.isStreaming ? method.streaming : method.whole).replace(
    name,
    `import('${packageOf(call)}').default`,
  );
  return [
    `  ${importLine}`,
    `  const client = new ${name}({ apiKey: process.env[${typescript(call.keyVariable)}]${base} });`,
    `  const request = ${typescript(call.body, 2)};`,
    ...answer(call, `client.${method.method}(request as ${type}${options})`),
    '',
  ].join('\n');
}

function packageOf(call: SnippetCall): string {
  return call.sdk === 'anthropic' ? '@anthropic-ai/sdk' : 'openai';
}

function answer(call: SnippetCall, expression: string): readonly string[] {
  return call.isStreaming
    ? [`  const stream = await ${expression};`, '  for await (const event of stream) console.log(event);']
    : [`  const response = await ${expression};`, '  console.log(response);'];
}

function gemini(call: SnippetCall): string {
  const { contents, config } = geminiArguments(call.body as object);
  const options = call.baseUrl === null ? '' : `, httpOptions: { baseUrl: ${typescript(call.baseUrl)} }`;
  const request = { model: call.model, contents, ...(Object.keys(config).length === 0 ? {} : { config }) };
  const method = call.isStreaming ? 'generateContentStream' : 'generateContent';
  return [
    "  const { GoogleGenAI } = await import('@google/genai');",
    `  const client = new GoogleGenAI({ apiKey: process.env[${typescript(call.keyVariable)}]${options} });`,
    `  const request = ${typescript(request, 2)};`,
    ...answer(call, `client.models.${method}(request as import('@google/genai').GenerateContentParameters)`),
    '',
  ].join('\n');
}

function ollama(call: SnippetCall): string {
  const method = call.format === 'ollama-chat' ? 'chat' : 'generate';
  const host = call.baseUrl === null ? '' : `{ host: ${typescript(call.baseUrl)} }`;
  const request = { ...(call.body as object), stream: call.isStreaming };
  const type = method === 'chat' ? 'ChatRequest' : 'GenerateRequest';
  const stream = call.isStreaming ? 'true' : 'false';
  return [
    "  const { Ollama } = await import('ollama');",
    `  const client = new Ollama(${host});`,
    `  const request = ${typescript(request, 2)};`,
    ...answer(call, `client.${method}(request as import('ollama').${type} & { stream: ${stream} })`),
    '',
  ].join('\n');
}

function plainFetch(call: SnippetCall): string {
  const { keyHeader, body } = call;
  const url = call.query.length === 0 ? typescript(call.url) : `\`\${${typescript(call.url)}}?\${query}\``;
  const key = `process.env[${typescript(call.keyVariable)}]`;
  const keyValue = keyHeader?.scheme ? `${typescript(`${keyHeader.scheme} `)} + ${key}` : `${key} ?? ''`;
  const headers = [
    ...call.headers.map(([name, text]) => `      ${typescript(name)}: ${typescript(text)},\n`),
    ...(keyHeader ? [`      ${typescript(keyHeader.name)}: ${keyValue},\n`] : []),
  ];
  const lines = [
    `    method: ${typescript(call.method)},\n`,
    ...(headers.length === 0 ? [] : [`    headers: {\n${headers.join('')}    },\n`]),
    ...(body === null
      ? []
      : [`    body: ${typeof body === 'string' ? typescript(body) : `JSON.stringify(${typescript(body, 4)})`},\n`]),
  ];
  const query =
    call.query.length === 0
      ? ''
      : `  const query = new URLSearchParams(${typescript(
          call.query.map((pair) => [...pair]),
          2,
        )});\n`;
  const print = call.isStreaming
    ? '  const decoder = new TextDecoder();\n  for await (const chunk of response.body ?? []) process.stdout.write(decoder.decode(chunk, { stream: true }));\n'
    : '  console.log(await response.text());\n';
  return `${query}  const response = await fetch(${url}, {\n${lines.join('')}  });\n${print}`;
}
