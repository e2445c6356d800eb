/** The first four letters of the sentences that declare a tool, in lower case; few other lines begin so. */
export const BEGINNINGS: ReadonlySet<string> = new Set(
  "writ,assi,gene,co-a,coau,auth,made,buil,crea,impl,deve,draf,prod,prep,code,vibe,this".split(","),
);
