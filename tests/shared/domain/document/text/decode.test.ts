import { describe, expect, it } from 'vitest'
import { decodeBytes, isBinary } from '#shared/domain/document/text/decode.ts'
import { encodeIn } from '../../../../helpers/encode.ts'

const phrases: [string, string][] = [
  ['windows-1252', 'Moody’s raised Nestlé to “stable” — Société Générale fell 3 %.'],
  ['windows-1252', 'Estée Lauder slashes its forecast as China sales slump'],
  ['windows-1252', 'Moody’s'],
  ['windows-1252', 'Die Börse schließt höher, Münchener Rück und Allianz führen an.'],
  ['windows-1252', 'La Bourse de Paris clôture à l’équilibre, LVMH à la traîne'],
  ['windows-1252', 'Petróleo sube tras la decisión de la OPEP, según los analistas de Bogotá'],
  ['windows-1252', 'It costs 5 £, 6 € or 7 ¥ at 20 °C'],
  ['gbk', '苹果公司公布第三季度财报，营收同比增长百分之八，超出分析师预期。'],
  ['gbk', '阿里巴巴股价大跌'],
  ['gbk', '中国人民银行下调存款准备金率 <b>0.5</b> 个百分点，释放长期资金约1万亿元'],
  ['gbk', '茅台股价'],
  ['gbk', '腾讯控股'],
  ['big5', '台積電公布第三季財報，營收年增百分之八，超出分析師預期。'],
  ['big5', '鴻海股價大跌'],
  ['big5', '美國聯準會宣布升息一碼，台股開盤下跌逾百點'],
  ['shift_jis', 'トヨタ自動車は今期の業績予想を上方修正した。'],
  ['shift_jis', '日経平均株価が3万円台を回復、半導体関連が上昇'],
  ['shift_jis', 'ソニー、純利益が過去最高に'],
  ['euc-jp', 'トヨタ自動車は今期の業績予想を上方修正した。'],
  ['euc-jp', '日経平均株価が3万円台を回復、半導体関連が上昇'],
  ['euc-kr', '삼성전자는 3분기 영업이익이 크게 늘었다고 발표했다.'],
  ['euc-kr', '코스피 급락'],
  ['euc-kr', '한국은행, 기준금리 동결 결정'],
  ['windows-1251', 'Газпром увеличил прибыль во втором квартале, акции выросли на 3%.'],
  ['windows-1251', 'Сбербанк снижает ставки'],
  ['windows-1251', 'РОССИЯ: курс рубля к доллару упал до минимума с начала года'],
  ['koi8-r', 'Газпром увеличил прибыль во втором квартале, акции выросли на 3%.'],
  ['macintosh', 'Nestlé, L’Oréal, Münchener Rück, Société Générale'],
  ['macintosh', 'Estée Lauder'],
  ['macintosh', 'Telefónica, Iberdrola, Bankia en España, según los analistas de Bogotá'],
  ['windows-1252', 'SOCIÉTÉ GÉNÉRALE, NESTLÉ, TELEFÓNICA DE ESPAÑA'],
  ['windows-1252', 'Köln–Bonn — “so”'],
  ['utf-8', 'Moody’s raised Nestlé to “stable”'],
  ['utf-8', '苹果公司公布第三季度财报'],
  ['utf-16le', 'Apple beats estimates and raises its dividend'],
  ['utf-16be', 'Apple beats estimates and raises its dividend'],
  ['utf-16le', '<p>苹果公司公布第三季度财报，营收同比增长</p>'],
  ['utf-16be', 'Газпром увеличил прибыль во втором квартале'],
]
const declaring = (charset: string, text: string) =>
  `<html><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}"></head><body><p>${text}</p></body></html>`

describe('decodeBytes() where nothing is declared', () => {
  it.each(phrases)('%s: %s', (charset, text) => {
    const guessed = true
    expect(decodeBytes(encodeIn(charset, text))).toEqual({ text, charset, guessed })
    const page = `<html>\n<body class="a b">\n<p>${text}</p>\n<p>${'Plain words. '.repeat(9)}</p>`
    expect(decodeBytes(encodeIn(charset, page))).toEqual({ text: page, charset, guessed })
  })
})

describe('decodeBytes() where it is declared', () => {
  const whole = phrases.filter(([charset]) => !charset.startsWith('utf-16'))

  it.each(whole)('%s in a meta element: %s', (charset, text) => {
    const page = declaring(charset, text)
    expect(decodeBytes(encodeIn(charset, page))).toEqual({ text: page, charset, guessed: false })
  })

  it.each(whole)('%s by HTTP, over what is in it: %s', (charset, text) => {
    const page = declaring('iso-8859-2', text)
    const contentType = `text/html; charset="${charset.toUpperCase()}"`
    const decoded = decodeBytes(encodeIn(charset, page), { contentType })
    expect(decoded).toEqual({ text: page, charset, guessed: false })
  })

  it('iso-8859-1 is windows-1252, in an XML declaration too', () => {
    const text = '<?xml version="1.0" encoding="ISO-8859-1"?><rss>Moody’s and Estée</rss>'
    const bytes = encodeIn('windows-1252', text)
    expect(decodeBytes(bytes)).toEqual({ text, charset: 'windows-1252', guessed: false })
  })

  it.each(['utf-8', 'utf-16le', 'utf-16be'])('a byte-order mark says %s', (charset) => {
    const text = '<?xml version="1.0" encoding="ISO-8859-1"?><p>Café 财报</p>'
    const bytes = encodeIn(charset, `\ufeff${text}`)
    const decoded = decodeBytes(bytes, { contentType: 'text/xml; charset=windows-1251' })
    expect(decoded).toEqual({ text, charset, guessed: false })
  })

  it('a set that has no tables here is believed', () => {
    const bytes = Buffer.from([
      ...Buffer.from('<meta charset=iso-8859-2><p>'),
      0xb3,
      0xf3,
      0x64,
      0xbc,
    ])
    expect(decodeBytes(bytes).text).toContain('łódź')
  })
})

describe('decodeBytes() where the declaration is a lie', () => {
  const lies: [said: string, charset: string, text: string][] = phrases
    .filter(([charset, text]) => !charset.startsWith('utf') && text.length > 8)
    .flatMap(([charset, text]) =>
      ['utf-8', 'iso-8859-1', 'utf-16', 'no-such-set']
        .filter((said) => charset !== 'windows-1252' || said !== 'iso-8859-1')
        .map((said): [string, string, string] => [said, charset, text]),
    )
  it.each([
    ...lies,
    ['windows-1252', 'utf-8', 'Moody’s raised Nestlé'],
    ['gbk', 'utf-8', '苹果公司公布第三季度财报，营收同比增长百分之八，超出分析师预期。'],
    ['gb2312', 'big5', '台積電公布第三季財報，營收年增百分之八，超出分析師預期。'],
    ['shift_jis', 'euc-jp', 'トヨタ自動車は今期の業績予想を上方修正した。'],
    ['us-ascii', 'utf-8', 'Société Générale'],
  ])('says %s, is %s: %s', (said, charset, text) => {
    const page = declaring(said, text)
    expect(decodeBytes(encodeIn(charset, page))).toMatchObject({
      text: page,
      charset,
      guessed: true,
    })
    const contentType = `text/html; charset=${said}`
    const bare = `<p>${text}</p>`
    expect(decodeBytes(encodeIn(charset, bare), { contentType })).toMatchObject({
      text: bare,
      charset,
    })
  })

  it('HTTP says what a server says of everything, the page knows better', () => {
    const page = declaring('windows-1251', 'Газпром увеличил прибыль во втором квартале')
    const bytes = encodeIn('windows-1251', page)
    expect(decodeBytes(bytes, { contentType: 'text/html; charset=utf-8' }).text).toBe(page)
    expect(decodeBytes(bytes, { contentType: 'text/html; charset=iso-8859-1' }).text).toBe(page)
  })

  it('a script element declares nothing of the page', () => {
    const page = '<script charset="windows-1251" src="x.js"></script><p>Café Nestlé'
    expect(decodeBytes(encodeIn('windows-1252', page)).text).toBe(page)
  })
})

describe('decodeBytes() of bytes that are not whole', () => {
  it('one broken character costs that character alone', () => {
    const bytes = Buffer.concat([
      Buffer.from('Nestlé – Moody’s “a” '),
      Buffer.from([0xff]),
      Buffer.from(' b'),
    ])
    expect(decodeBytes(bytes).text).toBe('Nestlé – Moody’s “a” \ufffd b')
  })

  it.each(['utf-8', 'gbk', 'utf-16le'])('a character cut in %s is left out', (charset) => {
    const mark = charset === 'gbk' ? '' : '\ufeff'
    const bytes = encodeIn(charset, mark + '财报'.repeat(50))
    const { text } = decodeBytes(bytes, {
      bytesMax: bytes.length - 1,
      contentType: `a/b; charset=${charset}`,
    })
    expect(text).toBe('财报'.repeat(50).slice(0, -1))
  })

  it('what was unreadable to somebody before is no fault of the bytes', () => {
    expect(decodeBytes(Buffer.from('Ford profit \ufffd \ufffd 😀')).text).toBe(
      'Ford profit \ufffd \ufffd 😀',
    )
  })

  it('a title pasted in another set leaves the others as they are', () => {
    const bytes = Buffer.concat([
      Buffer.from('<title>Ford’s profit</title><title>Est'),
      Buffer.from([0xe9]),
      Buffer.from('e</title>'),
    ])
    expect(decodeBytes(bytes).text).toContain('Ford’s profit')
  })

  it('ISO-2022-JP is told by its escapes', () => {
    const bytes = Buffer.from('\x1b$B%H%h%?\x1b(B cars', 'latin1')
    expect(decodeBytes(bytes)).toEqual({
      text: 'トヨタ cars',
      charset: 'iso-2022-jp',
      guessed: true,
    })
  })

  it('nothing is nothing', () => {
    expect(decodeBytes(Buffer.alloc(0))).toEqual({ text: '', charset: 'utf-8', guessed: false })
  })
})

describe('isBinary()', () => {
  it.each(phrases)('%s is text: %s', (charset, text) => {
    expect(isBinary(encodeIn(charset, text))).toBe(false)
  })
  it('text with a zero by a slip is text', () => {
    expect(isBinary(Buffer.from('<title>Ford\0 cuts</title><p>Ford cuts jo\0bs'.padEnd(300)))).toBe(
      false,
    )
  })
  it.each([
    ['an archive', [0x50, 0x4b, 3, 4, 0, 0]],
    ['PDF', [...Buffer.from('%PDF-1.7 x')]],
    ['a picture', [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]],
    ['zeros', Array.from({ length: 500 }, () => 0)],
  ])('%s is none', (_name, bytes) => expect(isBinary(Uint8Array.from(bytes))).toBe(true))
})
