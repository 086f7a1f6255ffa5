// Expectations: the examples and tables of https://github.com/json-path/JsonPath#readme, and what the library does where it says nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonArray, isJsonObject, type JsonValue, memberNames, memberOf } from '../json-value';
import { readJson } from '../read-json';
import { writeJson } from '../write-json';
import { compileJsonPath, type JsonPath, JsonPathBudgetError } from './json-path';

const STORE = `{
  "store": {
    "book": [
      {"category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95},
      {"category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99},
      {"category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3", "price": 8.99},
      {"category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings", "isbn": "0-395-19395-8", "price": 22.99}
    ],
    "bicycle": {"color": "red", "price": 19.95}
  },
  "expensive": 10
}`;

const OTHER = `{
  "a": {"b": {"c": 1, "d": null}, "x y": "spaced", "it's": "quoted", "content-type": "json", "": "unnamed", "@id": 7, "é": "accent"},
  "list": [0, 1, 2, 3, 4, 5],
  "numbers": [1, 2, 3, 4],
  "mixed": [1, "1", 1.0, true, null, [1], {"k": 1}, "text"],
  "empty": {"list": [], "object": {}, "text": ""},
  "words": ["b", "a"],
  "matrix": [[1, 2], [3, 4], []],
  "people": [
    {"name": "Ann", "age": 30, "tags": ["x", "y"], "address": {"city": "Rome"}},
    {"name": "Bob", "age": 41, "tags": [], "address": {"city": "Oslo"}},
    {"name": "Cy", "tags": ["z"], "active": true},
    {"name": "Dee", "age": null, "tags": ["x"], "active": false}
  ],
  "allowed": ["Ann", "Cy"],
  "big": 9007199254740993,
  "1": "one"
}`;

const documents = { store: readJson(STORE), other: readJson(OTHER) };

/** [path, result as JSON; null: nothing]. */
type Case = readonly [path: string, result: string | null];

const readText = (path: string, document: JsonValue): string | null => {
  const value = compile(path).read(document);
  return value === undefined ? null : writeJson(value);
};

function compile(text: string): JsonPath {
  const path = compileJsonPath(text);
  if (typeof path === 'string') throw new Error(path);
  return path;
}

const AUTHORS = '["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]';
const MOBY_DICK =
  '{"category":"fiction","author":"Herman Melville","title":"Moby Dick","isbn":"0-553-21311-3","price":8.99}';

describe('the book store', () => {
  it.each<Case>([
    ['$.store.book[*].author', AUTHORS],
    ['$..author', AUTHORS],
    ['$.store..price', '[8.95,12.99,8.99,22.99,19.95]'],
    ['$..price', '[8.95,12.99,8.99,22.99,19.95]'],
    ['$.store.*.color', '["red"]'],
    ['$..book[2]', `[${MOBY_DICK}]`],
    ['$..book[2].title', '["Moby Dick"]'],
    ['$..book[-2].title', '["Moby Dick"]'],
    ['$..book[0,1].title', '["Sayings of the Century","Sword of Honour"]'],
    ['$..book[:2].title', '["Sayings of the Century","Sword of Honour"]'],
    ['$..book[1:2].title', '["Sword of Honour"]'],
    ['$..book[-2:].title', '["Moby Dick","The Lord of the Rings"]'],
    ['$..book[-1:].title', '["The Lord of the Rings"]'],
    ['$..book[2:].title', '["Moby Dick","The Lord of the Rings"]'],
    ['$..book[?(@.isbn)].title', '["Moby Dick","The Lord of the Rings"]'],
    ['$..book[?(!@.isbn)].title', '["Sayings of the Century","Sword of Honour"]'],
    ['$.store.book[?(@.price < 10)].title', '["Sayings of the Century","Moby Dick"]'],
    ['$.store.book[?(@.price<10)].title', '["Sayings of the Century","Moby Dick"]'],
    ["$..book[?(@.price <= $['expensive'])].title", '["Sayings of the Century","Moby Dick"]'],
    ['$..book[?(@.price > $.expensive)].title', '["Sword of Honour","The Lord of the Rings"]'],
    ['$..book[?(@.author =~ /.*REES/i)].title', '["Sayings of the Century"]'],
    ['$..book[?(@.author =~ /.*REES/)].title', '[]'],
    ['$..book[?(@.author =~ /Rees/)].title', '[]'],
    ['$..book[?(@.price < 10 && @.isbn)].title', '["Moby Dick"]'],
    ['$..book[?(@.price < 10 || @.isbn)].title', '["Sayings of the Century","Moby Dick","The Lord of the Rings"]'],
    [
      "$..book[?(@.category == 'fiction' && @.price < 10 || @.price > 20)].title",
      '["Moby Dick","The Lord of the Rings"]',
    ],
    [
      "$..book[?(@.category == 'fiction' && (@.price < 10 || @.price > 20))].title",
      '["Moby Dick","The Lord of the Rings"]',
    ],
    ["$..book[?(!(@.category == 'fiction'))].title", '["Sayings of the Century"]'],
    ['$.store.book[?(@[\'category\'] == "reference")].title', '["Sayings of the Century"]'],
    ['$..book.length()', '1'],
    ['$.store.book.length()', '4'],
    ['$.store.book.size()', '4'],
    ['$.store.length()', '2'],
    ['$..price.sum()', '73.87'],
    ['$..price.max()', '22.99'],
    ['$..price.min()', '8.95'],
    ['$..isbn.concat()', '"0-553-21311-30-395-19395-8"'],
    ['$.store.bicycle.keys()', '["color","price"]'],
    ['$.store.book[0].keys()', '["category","author","title","price"]'],
    ['$.store.book[3].length()', '5'],
    ['$.store.book.first().title', '"Sayings of the Century"'],
    ['$.store.book.last().title', '"The Lord of the Rings"'],
    ['$.store.book.index(1).title', '"Sword of Honour"'],
    ['$.store.book[*].length()', '[4,4,5,5]'],
    ["$.store.book[0]['category','author']", '{"category":"reference","author":"Nigel Rees"}'],
    ["$.store.book[0]['author', 'missing']", '{"author":"Nigel Rees"}'],
    [
      "$.store.book[*]['title','price']",
      '[{"title":"Sayings of the Century","price":8.95},{"title":"Sword of Honour","price":12.99},{"title":"Moby Dick","price":8.99},{"title":"The Lord of the Rings","price":22.99}]',
    ],
    ["$..['color','price']", '[{"color":"red","price":19.95}]'],
    ["$['store']['bicycle']['color']", '"red"'],
    ['$["store"]["bicycle"]["color"]', '"red"'],
    ['store.bicycle.color', '"red"'],
    ['$.store.bicycle', '{"color":"red","price":19.95}'],
    ['$..bicycle', '[{"color":"red","price":19.95}]'],
    ['$.store.book[4]', null],
    ['$.store.book[0].isbn', null],
    ['$.store.book[*].isbn', '["0-553-21311-3","0-395-19395-8"]'],
    ['$.store.book[?(@.isbn)].isbn', '["0-553-21311-3","0-395-19395-8"]'],
    ['$.store.book.title', null],
    ['$.warehouse.book', null],
    ['$.warehouse[*]', null],
    ['$.warehouse..price', null],
    ['$..warehouse', '[]'],
    ['$..book[9]', '[]'],
    ['$.store.book[?(@.price > 100)]', '[]'],
    ['$.store.book[?(@.title contains "the")].title', '["Sayings of the Century","The Lord of the Rings"]'],
    ["$..book[?(@.author in ['Nigel Rees', 'Herman Melville'])].price", '[8.95,8.99]'],
    ["$..book[?(@.author nin ['Nigel Rees', 'Herman Melville'])].price", '[12.99,22.99]'],
    ["$..[?(@.color == 'red')].price", '[19.95]'],
    ['$..[?(@.price > 20)].title', '["The Lord of the Rings"]'],
    ['$..[0].title', '["Sayings of the Century"]'],
    ['$..[1:3].title', '["Sword of Honour","Moby Dick"]'],
    ['$..book.*.isbn', '["0-553-21311-3","0-395-19395-8"]'],
  ])('%s → %s', (path, result) => {
    expect(readText(path, documents.store)).toBe(result);
  });
});

describe('paths', () => {
  it.each<Case>([
    ['$', writeJson(documents.other)],
    ['@', writeJson(documents.other)],
    ['$.a.b.c', '1'],
    ['@.a.b.c', '1'],
    [' $.a.b.c ', '1'],
    ['a.b.c', '1'],
    ['$.a.b.d', 'null'],
    ['$.a.b.e', null],
    ['$.a.b.c.d', null],
    ["$.a['x y']", '"spaced"'],
    ["$.a['it\\'s']", '"quoted"'],
    ['$.a["it\'s"]', '"quoted"'],
    ["$.a['\\u00e9']", '"accent"'],
    ['$.a.é', '"accent"'],
    ['$.a.content-type', '"json"'],
    ["$.a['']", '"unnamed"'],
    ['$.a.@id', '7'],
    ["$['a'].b['c']", '1'],
    ["$.['a'].b", '{"c":1,"d":null}'],
    ['$.1', '"one"'],
    ["$['1']", '"one"'],
    ['$.big', '9007199254740993'],
    ['$.list[0]', '0'],
    ['$.list[-1]', '5'],
    ['$.list[6]', null],
    ['$.list[-7]', null],
    ['$.list[ 2 ]', '2'],
    ['$.list[0,2]', '[0,2]'],
    ['$.list[0, -1, 9]', '[0,5]'],
    ['$.list[2,0,2]', '[2,0,2]'],
    ['$.list[1:3]', '[1,2]'],
    ['$.list[:2]', '[0,1]'],
    ['$.list[4:]', '[4,5]'],
    ['$.list[-2:]', '[4,5]'],
    ['$.list[-9:]', '[0,1,2,3,4,5]'],
    ['$.list[:-4]', '[0,1]'],
    ['$.list[:-9]', '[]'],
    ['$.list[:99]', '[0,1,2,3,4,5]'],
    ['$.list[3:99]', '[3,4,5]'],
    ['$.list[9:]', '[]'],
    ['$.list[3:1]', '[]'],
    ['$.list[0:-1]', '[]'],
    ['$.list[-3:-1]', '[3,4]'],
    ['$.list[1:2147483647]', '[1,2,3,4,5]'],
    ['$.list[-2147483647:2147483647].x', '[]'],
    ['$.list[*]', '[0,1,2,3,4,5]'],
    ['$.list.*', '[0,1,2,3,4,5]'],
    ['$.list[ * ]', '[0,1,2,3,4,5]'],
    ['$.words', '["b","a"]'],
    ['$.words[*].x', '[]'],
    ['$.words.x', null],
    ['$.a[0]', null],
    ['$.a[*][0]', '[]'],
    ['$.a.b.*', '[1,null]'],
    ['$.a.b.c.*', '[]'],
    ["$.a['b','x y']", '{"b":{"c":1,"d":null},"x y":"spaced"}'],
    ["$['a','empty']['b','list']", '[{"b":{"c":1,"d":null}},{"list":[]}]'],
    ["$['a','empty'].list", '[[]]'],
    ["$.a['nothing','here']", '{}'],
    ["$['missing'].list", null],
    ['$.matrix[*][0]', '[1,3]'],
    ['$.matrix[1][0]', '3'],
    ['$..c', '[1]'],
    ['$.a..c', '[1]'],
    ["$..['c']", '[1]'],
    ['$.matrix..[0]', '[[1,2],1,3]'],
    ['$.matrix..*', '[[1,2],[3,4],[],1,2,3,4]'],
    ['$..city', '["Rome","Oslo"]'],
    ['$.people..tags[0]', '["x","z","x"]'],
    ['$.list..x', '[]'],
    ['$.big..x', '[]'],
  ])('%s → %s', (path, result) => {
    expect(readText(path, documents.other)).toBe(result);
  });

  it.each([
    ['$', true],
    ['$.a.b[0]', true],
    ["$['a','b']", true],
    ["$['a','b'].c", false],
    ['$.a[0,1]', false],
    ['$.a[0:1]', false],
    ['$.a[*]', false],
    ['$..a', false],
    ['$.a[?(@.b)]', false],
    ['$.a.length()', true],
    ['$..a.sum()', true],
    ['$.a[*].length()', false],
  ])('%s is definite: %s', (path, isDefinite) => {
    expect(compile(path).isDefinite).toBe(isDefinite);
  });
});

describe('functions', () => {
  it.each<Case>([
    ['$.numbers.sum()', '10.0'],
    ['$.numbers.min()', '1.0'],
    ['$.numbers.max()', '4.0'],
    ['$.numbers.avg()', '2.5'],
    ['$.numbers.stddev()', '1.118033988749895'],
    ['$.numbers.sum(10, $.list)', '35.0'],
    ['$.sum($.numbers.min(), $.numbers.max())', '5.0'],
    ['$.mixed.sum()', '2.0'],
    ['$.words.sum()', null],
    ['$.empty.list.sum()', null],
    ['$.numbers.length()', '4'],
    ['$.empty.object.length()', '0'],
    ['$.empty.text.length()', 'null'],
    ['$.length($.list)', '6'],
    ['$.words.concat()', '"ba"'],
    ['$.words.concat("-", $.a.b.c, $.words)', '"ba-1ba"'],
    ['$.words.keys()', 'null'],
    ['$.a.b.keys()', '["c","d"]'],
    ['$.numbers.append(5)', '[1,2,3,4,5]'],
    ["$.numbers.append({'k': [1, 'x']}, $.missing)", '[1,2,3,4,{"k":[1,"x"]}]'],
    ['$.numbers.append(9).max()', '9.0'],
    ['$.numbers.first()', '1'],
    ['$.numbers.last()', '4'],
    ['$.empty.list.last()', null],
    ['$.numbers.index(-1)', '4'],
    ['$.missing.length()', null],
    ['$..age.avg()', '35.5'],
    ['$..nothing.length()', '0'],
    ['$.people[*].tags.length()', '[2,0,1,1]'],
  ])('%s → %s', (path, result) => {
    expect(readText(path, documents.other)).toBe(result);
  });

  it('leave the document as it was', () => {
    const document = readJson('{"numbers":[1,2]}');
    compile('$.numbers.append(3)').read(document);
    expect(writeJson(document)).toBe('{"numbers":[1,2]}');
  });
});

describe('filters', () => {
  const names = (condition: string) => readText(`$.people[?(${condition})].name`, documents.other);

  it.each<Case>([
    ['@.age', '["Ann","Bob","Dee"]'],
    ['!@.age', '["Cy"]'],
    ['! @.age', '["Cy"]'],
    ['@.age == null', '["Dee"]'],
    ['@.age != null', '["Ann","Bob","Cy"]'],
    ['@.age == 30', '["Ann"]'],
    ['30 == @.age', '["Ann"]'],
    ['@.age == 30.0', '["Ann"]'],
    ["@.age == '30'", '["Ann"]'],
    ["'30' == @.age", '["Ann"]'],
    ["@.age === '30'", '[]'],
    ['@.age === 30', '["Ann"]'],
    ["@.age !== '30'", '["Ann","Bob","Cy","Dee"]'],
    ['@.age != 30', '["Bob","Cy","Dee"]'],
    ['@.age > 30', '["Bob"]'],
    ['@.age >= 30', '["Ann","Bob"]'],
    ['@.age < 41', '["Ann"]'],
    ['@.age <= 41', '["Ann","Bob"]'],
    ["@.age < '41'", '[]'],
    ["@.name < 'C'", '["Ann","Bob"]'],
    ["@.name >= 'Cy'", '["Cy","Dee"]'],
    ['@.active == true', '["Cy"]'],
    ['@.active == false', '["Dee"]'],
    ['@.active', '["Cy","Dee"]'],
    ["@.name == 'Ann'", '["Ann"]'],
    ['@.name == "Ann"', '["Ann"]'],
    ["@.address.city == 'Oslo'", '["Bob"]'],
    ["@['address']['city'] == 'Oslo'", '["Bob"]'],
    ['@.name =~ /a.*/i', '["Ann"]'],
    ['@.name =~ /(Ann|Cy)/', '["Ann","Cy"]'],
    ['/B.b/ =~ @.name', '["Bob"]'],
    ['@.age =~ /4\\d/', '["Bob"]'],
    ['@.tags =~ /[xz]/', '["Ann","Cy","Dee"]'],
    ["@.name in ['Ann','Dee']", '["Ann","Dee"]'],
    ['@.name in $.allowed', '["Ann","Cy"]'],
    ["@.name IN ['Ann']", '["Ann"]'],
    ['@.name nin $.allowed', '["Bob","Dee"]'],
    ["@.nothing in ['x']", '[]'],
    ["@.nothing nin ['x']", '["Ann","Bob","Cy","Dee"]'],
    ["'x' in @.tags", '["Ann","Dee"]'],
    ["@.tags contains 'x'", '["Ann","Dee"]'],
    ["@.name contains 'e'", '["Dee"]'],
    ["@.tags subsetof ['x','z']", '["Bob","Cy","Dee"]'],
    ["@.tags anyof ['y','z']", '["Ann","Cy"]'],
    ["@.tags noneof ['y','z']", '["Bob","Dee"]'],
    ["@.tags all ['x','y']", '["Ann"]'],
    ['@.tags size 1', '["Cy","Dee"]'],
    ['@.name size 2', '["Cy"]'],
    ['@.tags empty true', '["Bob"]'],
    ['@.tags empty false', '["Ann","Cy","Dee"]'],
    ['@.address empty false', '["Ann","Bob"]'],
    ["@.tags == ['x']", '["Dee"]'],
    ["@.address == {'city':'Rome'}", '["Ann"]'],
    ['@.tags.length() == 2', '["Ann"]'],
    ['@.tags.length() > 0 && @.age', '["Ann","Dee"]'],
    ['@.tags[0]', '["Ann","Cy","Dee"]'],
    ["@.tags[?(@ == 'z')]", '["Cy"]'],
    ['@..city', '["Ann","Bob"]'],
    ['@.name == $.people[0].name', '["Ann"]'],
    ['(@.age > 40 || @.active) && !(@.active == false)', '["Bob","Cy"]'],
    ['@.age>30&&@.age<50', '["Bob"]'],
    ['  @.age   >   30  ', '["Bob"]'],
    ['$.big == 9007199254740993', '["Ann","Bob","Cy","Dee"]'],
    ['$.big == 9007199254740992', '[]'],
    ['$.missing', '[]'],
    ['@', '["Ann","Bob","Cy","Dee"]'],
  ])('%s → %s', (condition, result) => {
    expect(names(condition)).toBe(result);
  });

  it.each<Case>([
    ['$.mixed[?(@ == 1)]', '[1,"1",1.0]'],
    ['$.mixed[?(@ === 1)]', '[1,1.0]'],
    ["$.mixed[?(@ == '1')]", '[1,"1",1.0]'],
    ['$.mixed[?(@ == true)]', '[true]'],
    ['$.mixed[?(@ == null)]', '[null]'],
    ['$.mixed[?(@ == [1])]', '[[1]]'],
    ["$.mixed[?(@ == {'k':1})]", '[{"k":1}]'],
    ['$.mixed[?(@.k)]', '[{"k":1}]'],
    ['$.numbers[?(@ > 1 && @ < 4)]', '[2,3]'],
    ['$.matrix[?(@.length() > 0)]', '[[1,2],[3,4]]'],
    // An object is asked itself.
    ['$.a[?(@.b)].b.c', '[1]'],
    ['$.a[?(@.z)]', '[]'],
    ['$.big[?(@.x)]', null],
    ['$.list[*][?(@.x)]', '[]'],
  ])('%s → %s', (path, result) => {
    expect(readText(path, documents.other)).toBe(result);
  });
});

describe('what is refused, and where', () => {
  it.each([
    ['', 'is empty'],
    ['$.', 'must not end with ".", at character 3'],
    ['$..', 'must not end with ".", at character 4'],
    ['$.a.', 'at character 5'],
    ['$...a', 'Expected a name, "*" or "[", not ".", at character 4'],
    ['$a', 'Expected ".", ".." or "[", not "a", at character 2'],
    ['$.a b', "A name with spaces is written ['a …'], at character 3"],
    ['$.a[', 'Expected a quoted name, an index'],
    ['$.a[]', 'at character 5'],
    ['$.a[0', 'at character 5'],
    ["$.a['b]", 'no closing quote, at character 5'],
    ["$.a['b' 'c']", 'Expected "]", not "\'", at character 9'],
    ['$.a[b]', 'at character 5'],
    ['$.a[0:2:1]', 'it has no step'],
    ['$.a[:]', 'for all elements write [*]'],
    ['$.a[99999999999]', 'too large for an index'],
    ['$..book[(@.length-1)]', 'Script expressions are not supported: for the last element write [-1:], at character 9'],
    ['$.a[?]', 'Expected "(" after "?", not "]", at character 6'],
    ['$.a[?()]', 'Expected a path, a quoted text'],
    ['$.a[?(1)]', 'Alone, a value is no condition'],
    ['$.a[?(@.b', 'Expected ")", "&&" or "||", not the end'],
    ['$.a[?(@.b == )]', 'Expected a path'],
    ['$.a[?(@.b = 1)]', 'not "=", at character 11'],
    ['$.a[?(@.b like 1)]', '"like" is no operator'],
    ['$.a[?(@.b == foo)]', 'Expected a path, a quoted text'],
    ['$.a[?(@.b == 1) extra]', 'Expected "]"'],
    ["$.a[?(@.b =~ 'x')]", 'belong together'],
    ['$.a[?(@.b == /x/)]', 'belong together'],
    ['$.a[?(@.b =~ /x)]', 'no closing "/"'],
    ['$.a[?(@.b =~ /(?=x)/)]', "can't be run (no look-around or back-references)"],
    ['$.a[?(@.b =~ /x/g)]', 'The flag "g" is not supported'],
    ['$.a.eval()', 'There is no function eval()'],
    ['$.a.constructor()', 'There is no function constructor()'],
    ['$.a.length(', 'Expected a path'],
    ['$.a.sum(1 2)', '"," or ")" after a parameter of sum()'],
    ['a b', "A name with spaces is written ['a …'], at character 1"],
  ])('%s', (path, problem) => {
    expect(compileJsonPath(path)).toContain(problem);
  });

  it.each([
    ['brackets in a condition', `$.a[?(${'('.repeat(60)}@.b${')'.repeat(60)})]`, 'nested deeper than 50 levels'],
    ['negations', `$.a[?(${'!'.repeat(5000)}@.b)]`, 'nested deeper than 50 levels'],
    ['lists in lists', `$.a[?(@.b in ${'['.repeat(3000)})]`, 'nested deeper than 50 levels'],
    ['parts', `$${'.a'.repeat(600)}`, 'more than 500 parts'],
    ['characters', `$.${'a'.repeat(9000)}`, 'longer than 8192 characters'],
  ])('too many %s', (_, path, problem) => {
    expect(compileJsonPath(path)).toContain(problem);
  });

  it('any text compiles or is answered with a sentence', () => {
    const piece = fc.constantFrom(
      ...[
        '$',
        '@',
        '.',
        '..',
        '[',
        ']',
        '(',
        ')',
        '?',
        '*',
        "'",
        '"',
        'a',
        '0',
        '-',
        ':',
        ',',
        ' ',
        '==',
        '=~',
        '/',
        '!',
        '&&',
        '||',
        '{',
        '}',
        'in',
        '\\',
        'length()',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const path = compileJsonPath(pieces.join(''));
        if (typeof path === 'string') expect(path).not.toBe('');
        else path.read(documents.other);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('safety', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'size', 'get'])(
    'what JavaScript objects inherit is not there: %s',
    (name) => {
      for (const document of [{ a: 1 }, [1], 'text', 1, true, readJson('{"1":1}'), readJson('[1.0]')] as JsonValue[]) {
        expect(compile(`$.${name}`).read(document)).toBeUndefined();
        expect(compile(`$['${name}','x'].y`).read(document) ?? []).toEqual([]);
        expect(compile(`$..${name}`).read(document)).toEqual([]);
      }
    },
  );

  it.each([
    ['$..*..*..*..*', () => nested(300)],
    ['$..[?(@..[?(@..[?(@..x)])])]', () => nested(300)],
    ['$[?(@ in $)]', () => Array.from({ length: 20_000 }, (_, i) => i)],
    ['$[?(@ nin $)]', () => Array.from({ length: 20_000 }, (_, i) => `word ${i}`)],
    ['$[?(@ =~ /(a+)+$/)]', () => Array.from({ length: 20_000 }, () => `${'a'.repeat(4000)}b`)],
    [`$${'[*]'.repeat(25)}`, () => doubling(30)],
    ['$[?(@ == $[0])]', () => [doubling(25), doubling(25)]],
    ['$.items[?(@ == $.text)]', () => ({ text: 'x'.repeat(2 ** 22), items: items(`${'x'.repeat(2 ** 22)}`) })],
    ['$.items[?($.text contains @)]', () => ({ text: 'x'.repeat(2 ** 22), items: items('y') })],
    ['$.items[?($.object size 7)]', () => ({ object: wide(20_000), items: items('y') })],
    ['$.items[?(@.length($.object) == 7)]', () => ({ object: wide(20_000), items: items([]) })],
    ["$.items[?(@.concat($.object) == '')]", () => ({ object: wide(20_000), items: items([]) })],
  ] as const)('%s ends', (path, document) => {
    expect(() => compile(path).read(document())).toThrow(JsonPathBudgetError);
  });

  it('walks a document as deep as the reader allows', () => {
    const deep = readJson(`${'{"a":['.repeat(500)}1${']}'.repeat(500)}`);
    expect(compile('$..a').read(deep)).toHaveLength(500);
    expect(compile('$..a.length()').read(deep)).toBe(500);
  });
});

describe('against a naive reader', () => {
  // fast-check's documents have names like "" and "__proto__" as well.
  const document = fc.jsonValue({ maxDepth: 4 }).map((value) => readJson(JSON.stringify(value)));

  it('a definite path finds what walking by hand finds', () => {
    fc.assert(
      fc.property(document, fc.infiniteStream(fc.nat()), (value, choices) => {
        let at: JsonValue = value;
        let path = '$';
        for (const choice of choices) {
          const inside: readonly (readonly [string, JsonValue])[] = members(at);
          const taken = inside[choice % (inside.length + 1)];
          if (taken === undefined) break;
          path += isJsonArray(at) ? `[${taken[0]}]` : `[${quoted(taken[0])}]`;
          at = taken[1];
        }
        expect(compile(path).read(value)).toBe(at);
      }),
    );
  });

  it('".." finds every value once', () => {
    fc.assert(
      fc.property(document, (value) => {
        const found = compile('$..*').read(value) as readonly JsonValue[];
        expect(found.map((it) => writeJson(it)).sort()).toEqual(
          below(value)
            .map((it) => writeJson(it))
            .sort(),
        );
      }),
    );
  });

  it('a name behind ".." is found wherever it is', () => {
    fc.assert(
      fc.property(document, (value) => {
        for (const name of new Set(allNames(value))) {
          const found = compile(`$..[${quoted(name)}]`).read(value) as readonly JsonValue[];
          expect(found.length).toBe(allNames(value).filter((it) => it === name).length);
        }
      }),
    );
  });

  it('slices with one end are those of JavaScript', () => {
    const list = fc.array(fc.integer(), { maxLength: 8 });
    fc.assert(
      fc.property(list, fc.integer({ min: -10, max: 10 }), (items, end) => {
        expect(compile(`$[${end}:]`).read(items)).toEqual(items.slice(end));
        expect(compile(`$[:${end}]`).read(items)).toEqual(items.slice(0, end));
      }),
    );
  });

  const quoted = (name: string): string => `'${name.replace(/[\\']/g, '\\$&')}'`;

  function members(value: JsonValue): readonly (readonly [string, JsonValue])[] {
    if (isJsonArray(value)) return value.map((item, index) => [String(index), item]);
    return isJsonObject(value) ? memberNames(value).map((name) => [name, memberOf(value, name) as JsonValue]) : [];
  }

  const below = (value: JsonValue): JsonValue[] => members(value).flatMap(([, item]) => [item, ...below(item)]);

  function allNames(value: JsonValue): string[] {
    const inside = members(value);
    return inside.flatMap(([name, item]) => [...(isJsonObject(value) ? [name] : []), ...allNames(item)]);
  }
});

function nested(depth: number): JsonValue {
  let value: JsonValue = { x: 1 };
  for (let i = 0; i < depth; i++) value = { a: value, b: 1 };
  return value;
}

const items = (value: JsonValue): JsonValue => Array.from({ length: 2000 }, () => value);

const wide = (size: number): JsonValue =>
  Object.fromEntries(Array.from({ length: size }, (_, index) => [`name ${index}`, index]));

/** Small in memory, large to walk. */
function doubling(depth: number): JsonValue {
  let value: JsonValue = 1;
  for (let i = 0; i < depth; i++) value = [value, value];
  return value;
}
