// The table that bench/goods.yaml describes, seen through a view that bench/compare makes.
@cds.persistence.exists
entity Goods {
  key Ref_Key         : UUID;
  DataVersion         : Int64;
  DeletionMark        : Boolean;
  Code                : String(9);
  Description         : String(25);
  Predefined          : Boolean;
  PredefinedDataName  : String(150);
  Article             : String(25);
  FullName            : String(200);
  Price               : Decimal(15, 2);
  Weight              : Decimal(15, 3);
  Supplier_Key        : UUID;
  Unit                : String(10);
  Created             : DateTime;
  Changed             : DateTime;
  Comment             : LargeString;
  Active              : Boolean;
  InStock             : Integer;
  Serial              : Int64;
  Origin              : String(50);
}

@path: '/s'
service s {
  @readonly
  @cds.query.limit: 0
  entity Rows as projection on Goods;
}
