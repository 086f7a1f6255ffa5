import { expect, it } from 'vitest';
import { modelTemplate } from './model-template';

const template = (schema: object, models: Readonly<Record<string, object>> = {}) =>
  modelTemplate(JSON.stringify(schema), {
    models: Object.fromEntries(Object.entries(models).map(([name, model]) => [name, JSON.stringify(model)])),
  });

it('writes each property as its type asks', () => {
  const properties = {
    name: { type: 'string' },
    price: { type: 'number' },
    'x-id': { type: ['null', 'integer'] },
    owner: { type: 'object', properties: { vip: { type: 'boolean' } } },
  };
  expect(template({ type: 'object', properties })).toBe(`#set($inputRoot = $input.path('$'))
{
  "name" : "$inputRoot.name",
  "price" : $inputRoot.price,
  "x-id" : $inputRoot.get('x-id'),
  "owner" : {
    "vip" : $inputRoot.owner.vip
  }
}
`);
});

it('loops over arrays, with a variable for each depth', () => {
  const tags = { type: 'array', items: { type: 'string' } };
  expect(template({ type: 'array', items: { properties: { tags } } })).toBe(`#set($inputRoot = $input.path('$'))
[
#foreach($elem in $inputRoot)
  {
    "tags" : [
#foreach($elem2 in $elem.tags)
      "$elem2"#if($foreach.hasNext),#end

#end
    ]
  }#if($foreach.hasNext),#end

#end
]
`);
});

it('follows references to definitions and other models, and stops where a model holds itself', () => {
  const url = 'https://apigateway.amazonaws.com/restapis/api/models/Pet';
  const schema = {
    properties: { pet: { $ref: url }, id: { $ref: '#/definitions/id' }, more: { $ref: '#' } },
    definitions: { id: { type: 'integer' } },
  };
  const pet = {
    allOf: [{ properties: { name: {} } }],
    properties: { age: { $ref: '#/definitions/age' } },
    definitions: { age: { type: 'integer' } },
  };
  expect(template(schema, { Pet: pet })).toBe(`#set($inputRoot = $input.path('$'))
{
  "pet" : {
    "name" : "$inputRoot.pet.name",
    "age" : $inputRoot.pet.age
  },
  "id" : $inputRoot.id,
  "more" : null
}
`);
  expect(template({ $ref: '#' })).toBe(`#set($inputRoot = $input.path('$'))\nnull\n`);
});

it('is not there for what is not JSON', () => {
  expect(modelTemplate('{', { models: {} })).toBeUndefined();
});
