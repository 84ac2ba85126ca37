/** Web pages: one an article, the real pages of a data folder, and an index that links them. */

import { articleUrl } from '../contents/links.ts'
import type { Clock } from '#shared/host/clock.ts'
import { escape, html, type WorldAnswer, type WorldRoute } from '../http/answer.ts'
import type { Library } from '../contents/library.ts'
import type { World, WorldArticle } from '../contents/world.ts'

export type PageSource = { world: World; library: Library; clock: Clock; linkBase: string }

const INDEX_MAX = 100

export function pageRoute(source: PageSource): WorldRoute {
  return ({ path }) => {
    const now = source.clock.now()
    if (path === '/' || path === '/index.html') return indexOf(source, now)
    const page = source.world.pages.find(
      (each) => path === `/${each.path}` && each.publishedAt <= now,
    )
    if (page) return html(200, page.html)
    const article = source.library.find(/^\/([\w.-]+)\.html$/.exec(path)?.[1] ?? '', now)
    return article
      ? html(200, articlePage(article, source))
      : html(404, '<!DOCTYPE html><title>Not found</title>')
  }
}

/** Real pages and articles of the moment, newest first. */
function indexOf({ world, library }: PageSource, now: Date): WorldAnswer {
  const pages = world.pages.filter(({ publishedAt }) => publishedAt <= now).toReversed()
  const { articles, count } = library.published({}, now)
  const newest = articles.slice(Math.max(0, count - INDEX_MAX), count).toReversed()
  const links = [
    ...pages.map(({ path }) => `<li><a href="/pages/${path}">${escape(path)}</a></li>`),
    ...newest.map(({ id, title }) => `<li><a href="/pages/${id}.html">${escape(title)}</a></li>`),
  ]
  return html(
    200,
    `<!DOCTYPE html>
<html lang="en"><head><title>Pages of the ${world.label} world</title></head>
<body><ul>
${links.join('\n')}
</ul></body></html>
`,
  )
}

function articlePage(article: WorldArticle, { world, linkBase }: PageSource): string {
  const { title, publisher, publishedAt, description } = article
  const url = articleUrl(linkBase, article)
  const moment = publishedAt.toISOString()
  const paragraphs = description.split(/(?<=[.!?]) (?=[A-Z“"])/).filter(Boolean)
  const label =
    world.label === 'simulated' ? '<p>Simulated article: companies and events are made up.</p>' : ''
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escape(title)} | ${escape(publisher)}</title>
<link rel="canonical" href="${escape(url)}">
<meta property="og:type" content="article">
<meta property="og:title" content="${escape(title)}">
<meta property="og:site_name" content="${escape(publisher)}">
<meta property="article:published_time" content="${moment}">
<meta name="description" content="${escape(description)}">
<script type="application/ld+json">${linkedData(article, url)}</script>
</head>
<body>
<header><a href="/pages/">${escape(publisher)}</a>
<nav><ul>
<li><a href="/pages/">Home</a></li>
<li><a href="/pages/">Markets</a></li>
<li><a href="/pages/">Subscribe</a></li>
</ul></nav>
</header>
<main><article>
<h1>${escape(title)}</h1>
<p class="byline">By ${escape(publisher)} · <time datetime="${moment}">${moment}</time></p>
${paragraphs.map((text) => `<p>${escape(text)}</p>`).join('\n')}
</article></main>
<aside><h2>Most read</h2><ul><li>Sign up for our newsletter</li></ul></aside>
<footer>${label}<p>Terms of use. Privacy policy. All rights reserved.</p></footer>
</body>
</html>
`
}

/** schema.org NewsArticle; `<` is escaped, so that no title can end the script. */
function linkedData(
  { title, publisher, publishedAt, description }: WorldArticle,
  url: string,
): string {
  return JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: title,
    datePublished: publishedAt.toISOString(),
    author: [{ '@type': 'Organization', name: publisher }],
    publisher: { '@type': 'Organization', name: publisher },
    mainEntityOfPage: url,
    ...(description === '' ? {} : { articleBody: description }),
  }).replaceAll('<', '\\u003c')
}
