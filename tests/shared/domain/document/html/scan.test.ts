import { expect, test } from 'vitest'
import { parseMarkup } from '#shared/domain/document/html/parse-markup.ts'

/** Opens as `<p>`, closes as `</p>`, in the order they are told. */
function told(markup: string): string {
  const events: string[] = []
  parseMarkup(
    markup,
    {
      open: (name, attributes) =>
        void events.push(`<${[name, ...Object.entries(attributes).flat()].join(' ')}>`),
      close: (name) => void events.push(`</${name}>`),
      text: (text) => void events.push(text),
    },
    (attribute) => attribute === 'id' || attribute === 'class',
  )
  return events.join('')
}

test.each([
  ['<P ID=a Class="b c" x=1>t</P>', '<p id a class b c>t</p>'],
  ["<p id='a>b'>t", '<p id a>b>t</p>'],
  ['<p id = "a" id="b">t', '<p id a>t</p>'],
  [
    '<p id=a&amp;b>AT&amp;T &lt;x&gt; &eacute; &#8217; &nosuch; &',
    '<p id a&b>AT&T <x> é ’ &nosuch; &</p>',
  ],
  ['<p id>t', '<p id >t</p>'],
  ['<p/id=a/>t', '<p id a/>t</p>'],
  ['<br/>a<br>b</br>', '<br>a<br>b<br>'],
  ['<!-- <p> -->a<!doctype html>b<?x y?>c</ >d', 'abcd'],
  ['a < b <3 c <', 'a < b <3 c <'],
  ['a <!never', 'a <!never'],
  ['a <!-- never <p>b', 'a '],
  ['<script>if (a<b) "</p>"</script>c', '<script>if (a<b) "</p>"</script>c'],
  ['<script>never</scrip', '<script>never</scrip</script>'],
  ['<title>a <b> &amp; c</title>d', '<title>a <b> & c</title>d'],
  ['<title/>a<p>b', '<title>a<p>b</p></title>'],
  ['<p>a<p>b<div>c</div>', '<p>a</p><p>b</p><div>c</div>'],
  ['<ul><li>a<li>b</ul>c', '<ul><li>a</li><li>b</li></ul>c'],
  [
    '<table><tr><td>a<td>b<tr><td>c</table>',
    '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>',
  ],
  ['<dl><dt>a<dd>b<dt>c</dl>', '<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>'],
  ['<b><div>a</b>b</div>c', '<b><div>ab</div>c</b>'],
  ['<table><td><div>a</td></div></table>b', '<table><td><div>a</div></td></table>b'],
  ['<div><table><td>a</div>b</td></table></div>', '<div><table><td>ab</td></table></div>'],
  ['</p></div>a', 'a'],
  ['<i>a', '<i>a</i>'],
  ['<a', '<a></a>'],
  ['', ''],
])('%s', (markup, events) => expect(told(markup)).toBe(events))

test('nothing is read on when that is said', () => {
  let tags = 0
  const events = { open: () => void (tags += 1), close() {}, text() {}, goesOn: () => tags < 3 }
  parseMarkup('<p>'.repeat(100), events, () => false)
  expect(tags).toBe(3)
})
