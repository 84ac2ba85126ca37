import { describe, expect, test } from 'vitest'
import { noHelm, render, REQUIRED } from './render.ts'

/** What is refused: changes to a good installation, what helm must say, and the way out. */
type Case = {
  set: Record<string, string>
  says: RegExp[]
  /** undefined takes the change back. */
  way: Record<string, string | undefined>
  /** Values files the way out stands on: live's brings the doors that live wants. */
  over?: string[]
}

const cases: Record<string, Case> = {
  'superset without trino': {
    set: { 'trino.enabled': 'false' },
    says: [/superset\.enabled: expected trino\.enabled/, /trino\.enabled=true/],
    way: { 'superset.enabled': 'false' },
  },
  'trino without its metastore': {
    set: { 'hiveMetastore.enabled': 'false' },
    says: [/trino\.enabled: expected hiveMetastore\.enabled/],
    way: { 'trino.enabled': 'false', 'superset.enabled': 'false' },
  },
  'an Ingress without a domain': {
    set: { 'ingress.domain': '' },
    says: [/ingress\.domain: expected a domain/, /ingress\.enabled=false/],
    way: { 'ingress.enabled': 'false' },
  },
  'Trino for everybody': {
    set: { 'ingress.hosts.trino': 'stonks-trino' },
    says: [/ingress\.hosts\.trino: expected none, or a sign-in before it/, /port-forward/],
    way: {
      'ingress.signIn.nginx\\.ingress\\.kubernetes\\.io/auth-url':
        'https://sign-in.example.com/auth',
    },
  },
  'Superset for everybody': {
    set: { 'ingress.hosts.superset': 'stonks-dash', 'ingress.signIn.x': 'y' },
    says: [/ingress\.hosts\.superset: expected none/, /set ingress\.signIn/],
    way: { 'ingress.hosts.superset': '' },
  },
  'live orders from an environment that is not live': {
    over: ['values-live.yaml'],
    set: { 'global.config.BROKER_MODE': 'live' },
    says: [/BROKER_MODE: expected paper, as global\.deployStage is paper, found live/],
    way: {
      'global.deployStage': 'live',
      'global.secrets.broker.BROKER_BASE_URL': 'https://api.alpaca.markets',
    },
  },
  'a live environment that trades on paper': {
    over: ['values-live.yaml'],
    set: { 'global.deployStage': 'live' },
    says: [/BROKER_MODE: expected live/, /values-live\.yaml/],
    way: {
      'global.config.BROKER_MODE': 'live',
      'global.secrets.broker.BROKER_BASE_URL': 'https://api.alpaca.markets',
    },
  },
  'live orders at the paper address': {
    over: ['values-live.yaml'],
    set: { 'global.deployStage': 'live', 'global.config.BROKER_MODE': 'live' },
    says: [/BROKER_BASE_URL: expected the broker's live address/, /paper-api/],
    way: { 'global.secrets.broker.BROKER_BASE_URL': 'https://api.alpaca.markets' },
  },
  'paper orders at the live address': {
    set: { 'global.secrets.broker.BROKER_BASE_URL': 'https://api.alpaca.markets/v2' },
    says: [/BROKER_BASE_URL: expected the broker's paper address/],
    way: { 'global.secrets.broker.BROKER_BASE_URL': 'http://world:9000/alpaca' },
  },
  'two pumps of the broker adapter': {
    set: { 'global.stages.broker-adapter.pumps': '2' },
    says: [/global\.stages\.broker-adapter\.pumps: expected 1/, /order they were decided/],
    way: { 'global.stages.broker-adapter.pumps': '1' },
  },
  'two functions of the broker adapter': {
    set: { 'global.stages.broker-adapter.functions': '2' },
    says: [/global\.stages\.broker-adapter\.functions: expected 1/],
    way: { 'global.stages.broker-adapter.functions': '1' },
  },
  'two schedulers': {
    set: { 'services.scheduler.replicas': '2' },
    says: [/services\.scheduler\.replicas: expected 1 at most/],
    way: { 'services.scheduler.replicas': '0' },
  },
  'two engines': {
    set: { 'services.trading-engine.replicas': '2' },
    says: [/services\.trading-engine\.replicas: expected 1 at most/],
    way: { 'services.trading-engine.replicas': '1' },
  },
  "a job longer than Knative's limit": {
    set: { 'global.stages.extractor.timeoutSeconds': '601' },
    says: [
      /global\.stages\.extractor\.timeoutSeconds: expected 600 at most/,
      /max-revision-timeout-seconds/,
    ],
    way: { 'global.knative.maxTimeoutSeconds': '900' },
  },
  'a setting that has its own value': {
    set: { 'global.config.DATABASE_URL': 'postgres://elsewhere/db' },
    says: [/global\.config\.DATABASE_URL/, /set global\.postgres/],
    way: { 'global.config.DATABASE_URL': undefined },
  },
  'a secret among the settings': {
    set: { 'global.config.BROKER_API_KEY': 'key' },
    says: [/global\.config\.BROKER_API_KEY/, /set global\.secrets\.broker/],
    way: { 'global.config.BROKER_API_KEY': undefined },
  },
  'a setting that each pod has its own of': {
    set: { 'global.config.PORT': '80' },
    says: [/global\.config\.PORT: expected none/],
    way: { 'global.config.PORT': undefined },
  },
  'no password of PostgreSQL': {
    set: { 'global.secrets.core.POSTGRES_PASSWORD': '' },
    says: [/global\.secrets\.core\.POSTGRES_PASSWORD: expected a value, found none/],
    way: { 'global.secrets.core.existingSecret': 'vault-core' },
  },
  'nothing to sign requests with': {
    set: { 'global.secrets.core.SERVICE_SECRET': '' },
    says: [/global\.secrets\.core\.SERVICE_SECRET: expected a value, found none/],
    way: { 'global.secrets.core.existingSecret': 'vault-core' },
  },
  'nothing to sign sign-ins with': {
    set: { 'global.secrets.access.SESSION_SECRET': '' },
    says: [/global\.secrets\.access\.SESSION_SECRET: expected a value, found none/],
    way: { 'global.secrets.access.existingSecret': 'vault-access' },
  },
  'a company’s sign-in without its secret': {
    set: {
      'global.config.OIDC_ISSUER': 'https://sign-in.example.com',
      'global.secrets.access.OIDC_CLIENT_SECRET': '',
    },
    says: [/global\.secrets\.access\.OIDC_CLIENT_SECRET: expected a value/],
    way: { 'global.config.OIDC_ISSUER': undefined },
  },
  'names that a program answers to, as a setting': {
    set: { 'global.config.ALLOWED_HOSTS': '*.example.com' },
    says: [/global\.config\.ALLOWED_HOSTS: expected none: the chart sets it/],
    way: { 'global.config.ALLOWED_HOSTS': undefined },
  },
  'the page’s address as a setting': {
    set: { 'global.config.PUBLIC_URL': 'https://stonks.example.com' },
    says: [/global\.config\.PUBLIC_URL.*set dashboard\.publicUrl/],
    way: {
      'global.config.PUBLIC_URL': undefined,
      'dashboard.publicUrl': 'https://stonks.example.com',
    },
  },
  'FinBERT’s folder as a setting, beside the volume it comes by': {
    set: { 'global.finbert.claim': 'finbert', 'global.config.FINBERT_MODEL': '/models/finbert' },
    says: [/global\.config\.FINBERT_MODEL.*set global\.finbert\.folder/],
    way: { 'global.config.FINBERT_MODEL': undefined },
  },
  'FinBERT for a stage that is none': {
    set: { 'global.finbert.stages': '{extracter}' },
    says: [/global\.finbert\.stages.*found extracter/],
    way: { 'global.finbert.stages': '{extractor}' },
  },
  'a folder of strategies as a setting, beside the volume it comes by': {
    set: {
      'global.strategies.configMap': 'ours',
      'global.config.STRATEGIES_DIR': '/strategies',
    },
    says: [/global\.config\.STRATEGIES_DIR.*set global\.strategies\.folder/],
    way: { 'global.config.STRATEGIES_DIR': undefined },
  },
  'strategies in a claim and in a ConfigMap': {
    set: { 'global.strategies.configMap': 'ours', 'global.strategies.claim': 'ours' },
    says: [/global\.strategies\.configMap.*none beside global\.strategies\.claim/],
    way: { 'global.strategies.claim': undefined },
  },
  'a folder of strategies in a ConfigMap': {
    set: { 'global.strategies.configMap': 'ours', 'global.strategies.folder': 'mine' },
    says: [/global\.strategies\.folder.*a ConfigMap holds no folders/],
    way: { 'global.strategies.folder': undefined },
  },
  'another Trino beside the chart’s own': {
    set: { 'global.config.TRINO_URL': 'https://trino.example.com' },
    says: [/global\.config\.TRINO_URL.*set trino\.enabled=false/],
    way: { 'superset.enabled': 'false', 'trino.enabled': 'false' },
  },
  'trading without the broker’s keys': {
    set: { 'global.secrets.broker.BROKER_API_KEY': '' },
    says: [/global\.secrets\.broker\.BROKER_API_KEY: expected a value/],
    way: { 'global.config.TRADING_ENABLED': 'false' },
  },
  'half of what mail needs': {
    set: { 'global.secrets.gmail.GMAIL_RECIPIENT': '' },
    says: [/global\.secrets\.gmail\.GMAIL_RECIPIENT: expected a value/],
    way: {
      'global.secrets.gmail.GMAIL_SENDER': '',
      'global.secrets.gmail.GMAIL_APP_PASSWORD': '',
    },
  },
  'no key of Superset': {
    set: { 'global.secrets.dashboard.SUPERSET_SECRET_KEY': '' },
    says: [/global\.secrets\.dashboard\.SUPERSET_SECRET_KEY: expected a value/],
    way: { 'superset.enabled': 'false' },
  },
}

describe.skipIf(noHelm)('values that contradict each other (needs helm)', () => {
  test.each(Object.entries(cases))('%s', async (_, { set, says, way, over = [] }) => {
    const refused = render({ set: { ...REQUIRED, ...set } }).then(
      () => 'rendered',
      (fault: Error) => fault.message,
    )
    const words = await refused
    for (const said of says) expect(words).toMatch(said)
    const better = Object.entries({ ...REQUIRED, ...set, ...way }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    )
    expect(await render({ values: over, set: Object.fromEntries(better) })).not.toEqual([])
  })

  test('a bare install says which Secret it lacks first', async () => {
    await expect(render()).rejects.toThrow(/global\.secrets\.\w+\.\w+: expected a value/)
  })

  test('a Redis may have no password, and mail may be off', async () => {
    const set: typeof REQUIRED = { ...REQUIRED, 'global.secrets.core.REDIS_PASSWORD': '' }
    for (const key of ['GMAIL_SENDER', 'GMAIL_RECIPIENT', 'GMAIL_APP_PASSWORD'])
      set[`global.secrets.gmail.${key}`] = ''
    expect(await render({ set })).not.toEqual([])
  })
})
