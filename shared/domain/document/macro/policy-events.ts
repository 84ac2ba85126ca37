/** What governments and central banks do, and the words that tell of it. Our own work. */

import { anyOf } from '../text/any-of.ts'
import type { EventRule } from './event-rule.ts'

/** Tested in order; those that end something bad stand before those that start it. */
export const POLICY_EVENTS: readonly EventRule[] = [
  {
    eventType: 'trade_agreement',
    direction: 'trade_agreement',
    severity: 'moderate',
    duration: 'medium_term',
    pattern: anyOf(
      String.raw`(?:trade|tariff|trading) (?:war )?(?:deal|truce|agreement|pact|accord|ceasefire|breakthrough|reprieve)`,
      String.raw`(?:lifts?|removes?|scraps?|drops?|delays?|suspends?|rolls? back|exempts?|eases?|waives?|cuts?(?= (?:\w+ ){0,2}(?:tariffs|duties))) .{0,40}(?:tariffs?|import (?:duties|taxes)|sanctions)`,
      String.raw`(?:NAFTA|USMCA|phase one|phase-one) .{0,30}(?:deal|signed?|agree\w*|pact)`,
      String.raw`progress in trade talks`,
    ),
  },
  {
    eventType: 'trade_barrier',
    direction: 'trade_barrier',
    severity: 'high',
    duration: 'medium_term',
    pattern: anyOf(
      String.raw`tariffs?|trade (?:war|row|dispute|spat|fight|tensions?|barriers?|action|curbs?)`,
      String.raw`import (?:duty|duties|ban|curbs?|tax(?:es)?)`,
      String.raw`export (?:ban|curbs?|controls?|restrictions?)|embargo|protectionis\w+`,
      String.raw`anti-?dumping|no-deal Brexit|hard Brexit|blacklists?|entity list`,
    ),
  },
  {
    eventType: 'sanctions',
    direction: 'geopolitical_risk',
    severity: 'high',
    duration: 'medium_term',
    pattern: anyOf(String.raw`sanctions?`),
  },
  {
    eventType: 'monetary_easing',
    direction: 'rate_cut',
    severity: 'moderate',
    duration: 'medium_term',
    pattern: anyOf(
      String.raw`(?:cuts?|lowers?|slash\w*|trims?|reduc\w+) .{0,25}\b(?:interest |key |benchmark |policy |lending |repo )?rates?\b`,
      String.raw`rate[- ]cuts?|monetary easing|quantitative easing|eases? (?:monetary )?policy`,
      String.raw`dovish`,
    ),
  },
  {
    eventType: 'monetary_tightening',
    direction: 'cost_increase',
    severity: 'moderate',
    duration: 'medium_term',
    pattern: anyOf(
      String.raw`(?:rais\w+|hik\w+|lifts?|increas\w+) .{0,25}\b(?:interest |key |benchmark |policy |lending |repo )rates?\b`,
      String.raw`rate[- ](?:hikes?|rises?|increases?)|hawkish|tighten\w* (?:monetary )?policy`,
    ),
  },
  {
    eventType: 'fiscal_stimulus',
    direction: 'stimulus',
    severity: 'moderate',
    duration: 'medium_term',
    pattern: anyOf(
      String.raw`stimulus|tax (?:cuts?|breaks?|relief)|spending (?:package|boost|plan)`,
      String.raw`rescue (?:package|fund)|infrastructure (?:plan|package|spending|bill)|bailouts?`,
    ),
  },
  {
    eventType: 'subsidy',
    direction: 'subsidy',
    severity: 'low',
    duration: 'medium_term',
    pattern: anyOf(
      String.raw`subsid(?:y|ies|ise[sd]?|ize[sd]?)|tax credits?|state aid|grants? for`,
    ),
  },
  {
    eventType: 'deregulation',
    direction: 'deregulation',
    severity: 'moderate',
    duration: 'long_term',
    pattern: anyOf(
      String.raw`deregulat\w+`,
      String.raw`roll(?:s|ed|ing)? back .{0,30}(?:rules?|regulations?|standards?|protections?)`,
      String.raw`(?:eases?|loosens?|relax\w*|scraps?|weakens?) .{0,25}(?:rules?|regulations?|curbs?|restrictions?|limits?|standards?)`,
    ),
  },
  {
    eventType: 'regulation',
    direction: 'regulatory_pressure',
    severity: 'moderate',
    duration: 'long_term',
    pattern: anyOf(
      String.raw`antitrust|anti-trust|crackdowns?|new (?:rules|regulations?|law|laws)|stricter`,
      String.raw`tougher (?:rules|regulations?|laws?)`,
      String.raw`(?:tighten\w*|impos\w+) .{0,25}(?:rules?|regulations?|curbs?|controls?|limits?)`,
      String.raw`regulators? .{0,30}(?:probe|fine|ban|order|investigat\w+|warn)\w*|digital tax`,
      String.raw`privacy (?:law|rules)|carbon tax|emissions? (?:rules|standards|limits)`,
      String.raw`data protection`,
    ),
  },
]
