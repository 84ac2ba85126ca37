/** What may stand in the environment about readers and the servers of language models. */

export const modelVariables = {
  MODEL_READER: {
    default: '',
    says: 'who reads documents: rules, ollama or openai; empty: ollama where OLLAMA_BASE_URL is set, else openai where OPENAI_BASE_URL is, else rules',
  },
  OLLAMA_BASE_URL: { default: '', says: 'Ollama; empty: none' },
  OLLAMA_MODEL: { default: 'qwen3.5:9b', says: 'model Ollama runs' },
  OLLAMA_TIMEOUT: {
    default: '120',
    says: 'seconds one model call may take in all, of either kind of server, loading and reading the prompt among it; at most 400',
  },
  OLLAMA_KEEP_ALIVE: { default: '30m', says: 'how long Ollama keeps the model loaded' },
  OPENAI_BASE_URL: {
    default: '',
    says: 'a server of OpenAI’s wire form, vLLM or llama.cpp, with or without its /v1; empty: none',
  },
  OPENAI_MODEL: { default: '', says: 'model that server runs' },
  OPENAI_API_KEY: { default: '', says: 'its key, where it wants one', secret: true },
  MODEL_CONTEXT_TOKENS: {
    default: '4096',
    says: 'tokens of prompt and reply together that Ollama makes room for',
  },
  MODEL_IDLE_SECONDS: {
    default: '60',
    says: 'seconds until a model that has begun its reply must say more',
  },
  MODEL_PARALLEL: {
    default: '',
    says: 'questions that a model server answers at once, of all stages and their replicas together; empty: 1 of Ollama, 8 of others',
  },
  MODEL_WAIT_SECONDS: {
    default: '45',
    says: 'seconds a document waits for its turn at the model server before others go first; at most 120',
  },
  FINBERT_MODEL: {
    default: '',
    says: 'folder of a FinBERT as ONNX (model.onnx, vocab.txt, config.json), which judges tone before a model is asked; wants onnxruntime-node in that folder or beside the packages (our images hold neither, docs/images.md); empty: none',
  },
} as const
