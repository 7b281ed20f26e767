class StructType:
    @staticmethod
    def fromJson(value):
        return [field["name"] for field in value["fields"]]
