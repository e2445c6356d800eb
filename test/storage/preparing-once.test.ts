import SqliteDatabase from "better-sqlite3";
import { expect, it } from "vitest";
import { preparingOnce } from "../../src/storage/preparing-once.ts";

it("prepares a text once, and not before it runs", () => {
  const client = new SqliteDatabase(":memory:");
  const texts: string[] = [];
  const prepare = (text: string) => {
    texts.push(text);
    return client.prepare(text);
  };
  const once = preparingOnce(Object.create(client, { prepare: { value: prepare } }));
  const [early, insert] = [once.prepare("select 1 as one"), once.prepare("create table t (id)")];
  expect(texts).toEqual([]);

  insert.run();
  expect([early.get(), once.prepare("select 1 as one").all()]).toEqual([{ one: 1 }, [{ one: 1 }]]);
  expect(early.raw().get()).toEqual([1]);
  expect(texts).toEqual(["create table t (id)", "select 1 as one"]);
  client.close();
});
